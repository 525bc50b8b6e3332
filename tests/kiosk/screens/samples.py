"""Views as the presenter makes them, in the wordings that need the most room: English, French, Danish, Spanish."""

from kiosk.views import (
    Act,
    Button,
    CannotRecordView,
    ChoiceView,
    Icon,
    IdleView,
    Intent,
    KeypadView,
    OutcomeView,
    Pill,
    Sound,
    Status,
    Tone,
    View,
)


def _idle(clock, note, date, corner, tap, notice, statuses, buttons, tone=Tone.WARN, demo="", site="Harbour Tower"):
    acts = (Act.NO_BADGE, Act.LANGUAGE)
    return IdleView(
        clock=clock,
        clock_note=note,
        date=date,
        site=site,
        corner=corner,
        tap=tap,
        notice=notice,
        notice_tone=tone,
        statuses=tuple(Status(*status) for status in statuses),
        buttons=tuple(Button(Intent(act), text) for act, text in zip(acts, buttons, strict=False)),
        demo=demo,
    )


def _outcome(tone, icon, who, what, detail, pill, lines, buttons=(), closes_after_s=6.0, demo=""):
    return OutcomeView(
        tone=tone,
        icon=icon,
        who=who,
        what=what,
        detail=detail,
        pill=Pill(*pill) if pill else None,
        lines=lines,
        buttons=tuple(Button(Intent(Act.NOT_RIGHT, str(n)), text) for n, text in enumerate(buttons)),
        closes_after_s=closes_after_s,
        sound=Sound.NONE,
        demo=demo,
    )


def _choice(who, where, question, choices, corner, note, demo=""):
    return ChoiceView(
        who=who,
        where=where,
        question=question,
        choices=tuple(
            Button(Intent(Act.CHOOSE, str(n)), text, icon, primary=n == 0) for n, (text, icon) in enumerate(choices)
        ),
        corner=Button(Intent(Act.NOT_ME), corner),
        note=note,
        closes_after_s=15,
        sound=Sound.NONE,
        demo=demo,
    )


def _keypad(title, step, heading, typed, hint, clear, backspace, go, close, tone=Tone.PLAIN, demo=""):
    return KeypadView(
        title=title,
        step=step,
        heading=heading,
        typed=typed,
        hint=hint,
        hint_tone=tone,
        clear=clear,
        backspace=backspace,
        next=go,
        close=Button(Intent(Act.CLOSE), close),
        closes_after_s=30,
        sound=Sound.NONE,
        demo=demo,
    )


def _cannot(what, why, todo, phone, lines, demo=""):
    return CannotRecordView(what=what, why=why, todo=todo, phone=phone, lines=lines, sound=Sound.NONE, demo=demo)


LONG_NAME = "Maria-Fernanda Gonçalves de Albuquerque e Vasconcelos"

SAMPLES: dict[str, View] = {
    "idle-en": _idle(
        "05:58", "", "Sunday 22 November", "Terminal 1 · EN", "Tap your badge", "",
        ((Tone.OK, "Reader"), (Tone.OK, "Position ±6 m"), (Tone.OK, "Link")), ("No badge", "Language"), Tone.PLAIN,
    ),
    "idle-en-12h": _idle(
        "12:58", "AM", "Sunday 22 November", "Terminal 1 · EN", "Tap your badge", "Terminal is 2.4 km from Harbour Tower",
        ((Tone.OK, "Reader"), (Tone.WARN, "Position ±600 m"), (Tone.WARN, "No link · 3 wait, 4 min")),
        ("No badge", "Language"),
    ),
    "idle-fr": _idle(
        "05:58", "", "Dimanche 22 novembre", "Terminal 1 · FR", "Présentez votre badge",
        "Ce terminal se trouve à 2,4 km de Harbour Tower",
        ((Tone.OK, "Lecteur"), (Tone.OK, "Position ±6 m"), (Tone.WARN, "Pas de liaison · 13 en attente, depuis 4 min")),
        ("Sans badge", "Langue"), demo="DÉMO · rien n'est transmis à un employeur",
    ),
    "idle-fr-untrusted": _idle(
        "--:--", "Heure à confirmer", "Mercredi 22 septembre", "Terminal 1 · FR", "Présentez votre badge",
        "Lecteur débranché : saisissez votre numéro d'employé",
        ((Tone.STOP, "Lecteur débranché"), (Tone.WARN, "Pas de position"), (Tone.WARN, "Pas de liaison")),
        ("Sans badge", "Langue"), Tone.STOP,
    ),
    "idle-da": _idle(
        "05:58", "CEST", "Onsdag den 22. september", "Terminal 1 · DA", "Hold dit adgangskort hen til læseren",
        "Terminalen er 2,4 km fra Harbour Tower",
        ((Tone.OK, "Læser"), (Tone.OK, "Position ±6 m"), (Tone.WARN, "Ingen forbindelse · 13 venter, 4 min")),
        ("Uden adgangskort", "Sprog"), demo="DEMO · intet sendes til en arbejdsgiver",
    ),
    "idle-es": _idle(
        "05:58", "", "Miércoles 22 de septiembre", "Terminal 1 · ES", "Acerque su tarjeta",
        "El terminal está a 2,4 km de Harbour Tower",
        ((Tone.STOP, "Lector desconectado"), (Tone.WARN, "Sin posición"), (Tone.WARN, "Sin conexión · 13 en espera, 4 min")),
        ("Sin tarjeta", "Idioma"), site="Centro Comercial y de Negocios Puerto Viejo, entrada de proveedores",
    ),
    "in-en": _outcome(
        Tone.OK, Icon.IN, "Ana Ribeiro", "Clocked in 05:58", "Guard, Gate 2 · 06:00 to 14:00", (Tone.OK, "On time"),
        ("Receipt 4812 · kept here, goes out when the link is back", "Not checked: roster is 7 hours old"),
        ("Not right?", "I was clocking out"),
    ),
    "out-en": _outcome(
        Tone.OK, Icon.OUT, "Ana Ribeiro", "Clocked out 14:02", "8 h 04 worked, 30 min break", None,
        ("Receipt 4813 · recorded",), ("Not right?",),
    ),
    "in-fr": _outcome(
        Tone.OK, Icon.IN, "Chloé Tremblay", "Entrée pointée 05:58", "Agente de sécurité, Porte 2 · de 06:00 à 14:00",
        (Tone.WARN, "En retard de 12 min"),
        ("Reçu 4812 · conservé ici, envoyé quand la liaison reviendra", "Non vérifié : le planning date de 7 heures"),
        ("Pas correct ?", "Je pointais la sortie"), demo="DÉMO · rien n'est transmis à un employeur",
    ),
    "in-da": _outcome(
        Tone.OK, Icon.IN, "Emil Sørensen", "Stemplet ind 05:58", "Sikkerhedsvagt, Port 2 · 06:00 til 14:00",
        (Tone.OK, "Til tiden"),
        ("Kvittering 4812 · gemt her, sendes når forbindelsen er tilbage", "Ikke kontrolleret: vagtplanen er 7 timer gammel"),
        ("Er det forkert?", "Jeg ville stemple ud"),
    ),
    "in-es": _outcome(
        Tone.OK, Icon.IN, LONG_NAME, "Fichaje de entrada 05:58", "Vigilante, Puerta 2 · de 06:00 a 14:00",
        (Tone.OK, "A la hora"),
        ("Recibo 4812 · guardado aquí, se enviará cuando vuelva la conexión", "No comprobado: el cuadrante tiene 7 horas"),
        ("¿No es correcto?", "Quería fichar la salida"),
    ),
    "break-fr": _outcome(
        Tone.OK, Icon.BREAK, "Chloé Tremblay", "Pause commencée 10:00", "30 min de pause prévues", None, ("Reçu 4814",),
        ("Pas correct ?",),
    ),
    "back-da": _outcome(
        Tone.OK, Icon.BACK, "Emil Sørensen", "Pausen sluttede 10:31", "31 min pause i dag", (Tone.WARN, "1 min over"), (),
    ),
    "repeat-es": _outcome(
        Tone.PLAIN, Icon.REPEAT, "Carla Méndez", "Ya ha fichado la entrada 05:58", "Hace 40 segundos", None, ("Recibo 4812",),
    ),
    "refused-fr": _outcome(
        Tone.STOP, Icon.CROSS, "Ben Okafor", "Entrée non pointée", "Vous n'êtes pas affecté à Harbour Tower.", None,
        ("Adressez-vous au responsable de service, ou appelez le 514 555 0199.", "Cette tentative à 05:58 est conservée."),
    ),
    "refused-es": _outcome(
        Tone.STOP, Icon.CROSS, "Ben Okafor", "No se ha podido registrar la entrada", "No está asignado a Harbour Tower.", None,
        ("Pregunte al supervisor de turno o llame al 514 555 0199.", "Este intento de las 05:58 queda guardado."),
    ),
    "claim-fr": _outcome(
        Tone.WARN, Icon.HAND, "Badge inconnu", "Conservé 05:58", "Votre responsable confirmera.", None,
        ("Reçu 77 · utilisez votre numéro d'employé si vous en avez un.",), ("Numéro d'employé",),
    ),
    "open-da": _outcome(
        Tone.WARN, Icon.ALERT, "Emil Sørensen", "Endnu ikke stemplet ud", "Du valgte ikke. Dit tryk 14:00 er gemt.", None,
        ("Vi spørger igen næste gang du stempler.",),
    ),
    "choice-en": _choice(
        "Ana Ribeiro", "On duty since 05:58 · 8 h 04 · Guard, Gate 2", "",
        (("Clock out", Icon.OUT), ("Start break", Icon.BREAK)), "Not me",
        "Breaks today: 30 min of 30 · Next shift: Monday 06:00, Gate 2",
    ),
    "choice-fr": _choice(
        "Chloé Tremblay", "En service depuis 05:58 · 8 h 04 · Agente de sécurité, Porte 2", "",
        (("Pointer la sortie", Icon.OUT), ("Commencer la pause", Icon.BREAK)), "Ce n'est pas moi",
        "Pauses aujourd'hui : 30 min sur 30 · Prochain service : lundi 06:00, Porte 2",
        demo="DÉMO · rien n'est transmis à un employeur",
    ),
    "choice-es-3": _choice(
        LONG_NAME, "De servicio desde las 05:58 · 8 h 04", "Usted fichó a las 14:00. ¿Se marchó entonces?",
        (("Sí, me marché a las 14:00", Icon.CLOCK), ("No, seguí trabajando", Icon.IN), ("Me marché antes", Icon.OUT)),
        "No soy yo", "La hora que indique la confirmará su supervisor.",
    ),
    "choice-da-4": _choice(
        "Emil Sørensen", "På arbejde siden 05:58 på Harbour Tower", "Hvad vil du registrere?",
        (("Stemple ud", Icon.OUT), ("Begynde pausen", Icon.BREAK), ("Jeg gik tidligere", Icon.CLOCK), ("Skifte post", Icon.MOVE)),
        "Det er ikke mig", "Pauser i dag: 30 min af 30 · Næste vagt: mandag 06:00, Port 2",
        demo="DEMO · intet sendes til en arbejdsgiver",
    ),
    "choice-fr-2-question": _choice(
        "Chloé Tremblay", "En service ailleurs : Gare centrale, depuis 05:58",
        "Vous êtes encore en service à la Gare centrale. Terminer là-bas et commencer ici ?",
        (("Terminer là-bas et commencer ici", Icon.MOVE), ("Annuler", Icon.CROSS)), "Ce n'est pas moi", "",
    ),
    "keypad-en": _keypad(
        "No badge", "1 of 2", "Your employee number", "1053",
        "Then your PIN. After 3 wrong PINs the number is locked for a while.", "Clear", "Delete", "Next", "Close",
    ),
    "keypad-fr": _keypad(
        "Sans badge", "1 sur 2", "Votre numéro d'employé", "100200300400",
        "Ensuite votre code. Après 3 codes erronés, le numéro est bloqué un moment.", "Tout effacer", "Corriger", "Suivant",
        "Fermer", demo="DÉMO · rien n'est transmis à un employeur",
    ),
    "keypad-da": _keypad(
        "Uden adgangskort", "2 af 2", "Din pinkode", "••••", "Forkert pinkode. Du har 2 forsøg tilbage.", "Ryd alt",
        "Slet", "Næste", "Luk", Tone.STOP,
    ),
    "keypad-es": _keypad(
        "Sin tarjeta", "1 de 2", "Su número de empleado", "", "Después su PIN. Tras 3 errores el número se bloquea un rato.",
        "Borrar todo", "⌫", "Siguiente", "Cerrar", Tone.WARN,
    ),
    "cannot-en": _cannot(
        "Cannot record", "The ledger cannot be written: the disk is full.", "Call to clock in or out:", "514 555 0199",
        ("Since 05:58 · nothing you tap here counts until this screen is gone.",),
    ),
    "cannot-es": _cannot(
        "No se puede registrar", "El registro no se puede escribir: el disco está lleno.",
        "Llame para fichar la entrada o la salida:", "+1 514 555 0199",
        ("Desde las 05:58 · nada de lo que fiche aquí cuenta hasta que esta pantalla desaparezca.",),
        demo="DEMO · no se envía nada a ningún empleador",
    ),
}
