-- Mentions of each person an hour: Flink 1.20 with flink-sql-connector-kafka.
CREATE TABLE articles (
  uri STRING,
  pubStatus STRING,
  contentCreated STRING,
  enrichment ROW<
    site STRING,
    entities ARRAY<ROW<id STRING, `type` STRING, name STRING, `count` INT>>
  >,
  written TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR written AS written - INTERVAL '30' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'news.enriched.v1',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.group.id' = 'flink-news',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.ignore-parse-errors' = 'true',
  'value.json.fail-on-missing-field' = 'false'
);

SELECT window_start, e.name, COUNT(DISTINCT uri) AS articles
FROM TABLE(TUMBLE(TABLE articles, DESCRIPTOR(written), INTERVAL '1' HOUR))
CROSS JOIN UNNEST(enrichment.entities) AS e (id, `type`, name, `count`)
WHERE pubStatus = 'usable' AND e.`type` = 'person'
GROUP BY window_start, window_end, e.name;
