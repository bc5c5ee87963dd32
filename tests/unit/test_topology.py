from pipeline.topology import AGENTS, ALIASES, GROUPINGS, RAW, REJECTED, TOPICS, agents_of


def test_topic_names_carry_their_major_version():
    assert all(topic.name.startswith("news.") and topic.name.endswith(".v1") for topic in TOPICS)
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_a_rejected_record_has_room_for_the_largest_raw_one():
    assert REJECTED.max_message_bytes > RAW.max_message_bytes


def test_every_topic_but_the_edges_is_read_or_published():
    written = {topic.name for agent in AGENTS for topic in agent.writes}
    read = {agent.reads.name for agent in AGENTS}
    assert written | {"news.raw.v1", "news.control.v1"} == {topic.name for topic in TOPICS}
    assert read <= written | {"news.raw.v1"}


def test_every_grouping_runs_every_agent_once():
    for grouping in GROUPINGS.values():
        names = [agent.name for stages in grouping for agent in agents_of(stages)]
        assert sorted(names) == sorted(agent.name for agent in AGENTS)


def test_co_partitioned_topics_have_equal_counts():
    assert len({topic.partitions for topic in TOPICS}) == 1


def test_every_agent_may_reject():
    assert all(REJECTED in agent.writes for agent in AGENTS)


def test_an_alias_comes_from_the_owner_of_the_old_id():
    """The match agent tells the decide agent: two of them may find a new id for one story."""
    writers = {agent.name for agent in AGENTS if ALIASES in agent.writes}
    assert writers == {"dedup", "decide", "links"}
