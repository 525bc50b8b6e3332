"""What a supervisor decides, behind every desk: kiosk, web and phone. One transaction a word, and nothing by itself."""
