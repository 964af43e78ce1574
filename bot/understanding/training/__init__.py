"""How the intent weights are made: needs scikit-learn, which the running bot does not."""
