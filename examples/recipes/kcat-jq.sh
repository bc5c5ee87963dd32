#!/bin/sh
# The headline and the people of every article that stands, one line each: kcat 1.7, jq 1.6.
kcat -b "${NEWS_BROKER:?}" -t news.enriched.v1 -C -e -q -o beginning -f '%s\n' |
  jq -r 'select(.pubStatus == "usable")
    | [.uri, (.headlines[] | select(.role == "main").value), ([.people[]?.name] | join(" "))]
    | @tsv'
