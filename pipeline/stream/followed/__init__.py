"""Topics that a worker reads whole: control words, links of the stream."""
