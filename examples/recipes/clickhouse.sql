-- The current state of each article: ClickHouse 24 or newer. librdkafka reads what is committed.
CREATE TABLE news_queue (value String) ENGINE = Kafka
SETTINGS kafka_broker_list = 'kafka:9092',
         kafka_topic_list = 'news.enriched.v1',
         kafka_group_name = 'clickhouse-news',
         kafka_format = 'RawBLOB',
         kafka_num_consumers = 1,
         kafka_handle_error_mode = 'stream';

CREATE TABLE news_articles (
    id UUID,
    version String,
    pub_status LowCardinality(String),
    site LowCardinality(String),
    headline String,
    body String,
    published Nullable(DateTime64(3)),
    people Array(String),
    kafka_offset UInt64
) ENGINE = ReplacingMergeTree(kafka_offset) ORDER BY id;

CREATE MATERIALIZED VIEW news_reader TO news_articles AS
SELECT
    toUUID(substring(JSONExtractString(value, 'uri'), 10)) AS id,
    JSONExtractString(value, 'version') AS version,
    JSONExtractString(value, 'pubStatus') AS pub_status,
    JSONExtractString(value, 'enrichment', 'site') AS site,
    JSONExtractString(arrayFirst(h -> JSONExtractString(h, 'role') = 'main', JSONExtractArrayRaw(value, 'headlines')), 'value') AS headline,
    JSONExtractString(arrayFirst(b -> JSONExtractString(b, 'role') = 'main', JSONExtractArrayRaw(value, 'bodies')), 'value') AS body,
    parseDateTime64BestEffortOrNull(JSONExtractString(value, 'contentCreated'), 3) AS published,
    arrayMap(p -> JSONExtractString(p, 'name'), JSONExtractArrayRaw(value, 'people')) AS people,
    _offset AS kafka_offset
FROM news_queue
WHERE length(_error) = 0 AND length(value) > 0;
