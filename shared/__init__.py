"""What both doors share: rules, store, delivery."""
