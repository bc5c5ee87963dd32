"""The Kafka shell: faust is imported here and in app.py only."""
