"""The clock rules: functions of values, without clocks, files or sockets."""
