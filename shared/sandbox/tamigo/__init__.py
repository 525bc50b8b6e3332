"""The rota services of tamigo, written from its documents."""
