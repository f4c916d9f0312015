"""Labels, corpus, training, runtime and shipped weights of the classifiers."""
