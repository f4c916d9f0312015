"""Another tone for a suggestion, by a language model; off unless an endpoint is named."""
