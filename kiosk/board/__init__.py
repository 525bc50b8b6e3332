"""The web page for supervisors: roster, desk, muster and hours on a phone or a desk. Nothing of Kivy."""
