"""After the fact: the same readings and the same coach over whole transcripts."""
