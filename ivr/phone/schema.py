"""Which attributes Twilio knows for which verb; everything else earns a schema warning.

Source: the attribute lists of Twilio's SDK 9.13 and https://www.twilio.com/docs/voice/twiml.
"""

from typing import Final

_METHOD: Final = frozenset({"action", "method"})
ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "Say": frozenset({"voice", "language", "loop"}),
    "Play": frozenset({"loop", "digits"}),
    "Pause": frozenset({"length"}),
    "Gather": _METHOD
    | {"input", "timeout", "speechTimeout", "maxSpeechTime", "profanityFilter", "finishOnKey", "numDigits"}
    | {"partialResultCallback", "partialResultCallbackMethod", "language", "hints", "bargeIn", "debug"}
    | {"actionOnEmptyResult", "speechModel", "enhanced", "dtmfDetection"},
    "Record": _METHOD
    | {"timeout", "finishOnKey", "maxLength", "playBeep", "trim", "transcribe", "transcribeCallback"}
    | {"recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent"}
    | {"recordingConfigurationId"},
    "Dial": _METHOD
    | {"timeout", "hangupOnStar", "timeLimit", "callerId", "record", "trim", "answerOnBridge", "ringTone"}
    | {"recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent", "recordingTrack"}
    | {"recordingConfigurationId", "sequential", "referUrl", "referMethod", "events", "passports"},
    "Redirect": frozenset({"method"}),
    "Hangup": frozenset(),
    "Reject": frozenset({"reason"}),
}
SPOKEN: Final = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})
"""Elements of SSML that may stand inside Say."""
INSIDE: Final[dict[str, frozenset[str]]] = {
    "Say": SPOKEN,
    "Gather": frozenset({"Say", "Play", "Pause"}),
    "Dial": frozenset({"Number"}),
}
"""What may stand inside a verb; nothing where it is not listed."""
