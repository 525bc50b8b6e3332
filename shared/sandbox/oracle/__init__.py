"""Oracle's labor management, as far as its reporting API shows it: time cards, dimensions, and the sign-in."""
