"""What is learned from: the lines of sentences.mjs."""

import hashlib
import json

# What a sentence counts that is published, or was written to provoke a false alarm; and another honest one.
WEIGHTY, HONEST = 20, 2
# Shorter sentences are not judged.
FEWEST = 4


def read(path):
    return [json.loads(line) for line in open(path)]


def less(texts, authors):
    """Without what these wrote; names separated by commas."""
    away = {f'author {name}' for name in authors.split(',')}
    return [text for text in texts if text['source'] not in away]


def is_published(text):
    return text['source'].startswith(('server ', 'package '))


def is_weighty(text):
    """A false alarm costs more than a miss: on what is published, and on what was written to provoke one."""
    return is_published(text) or text['source'] == 'honest'


def is_left_out(text):
    """A third of the servers and packages: the limit is chosen on what the model has not seen."""
    return is_published(text) and int(hashlib.sha256(text['source'].encode()).hexdigest(), 16) % 3 == 0


def is_judged(sentence):
    return sentence.count(' ') + 1 >= FEWEST


def neighbours(text):
    """Each two sentences in a row of one string."""
    for at in range(len(text['sentences']) - 1):
        if text['places'][at] == text['places'][at + 1]:
            yield ' '.join(text['sentences'][at : at + 2])
