"""What is learned from: the lines of sentences.mjs."""

import hashlib
import json

# What such a sentence counts.
WEIGHTY = 20
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
    """A third of the servers and packages: the limit is chosen on what no part of the model has seen."""
    return is_published(text) and int(hashlib.sha256(text['source'].encode()).hexdigest(), 16) % 3 == 0


def is_judged(sentence):
    return sentence.count(' ') + 1 >= FEWEST


def batches(lines, size, chance):
    """In another order, those of about the same length together; the first member of a line is its sequence."""
    chance.shuffle(lines)
    found = []
    for start in range(0, len(lines), size * 50):
        part = sorted(lines[start : start + size * 50], key=lambda line: len(line[0]))
        found += [part[at : at + size] for at in range(0, len(part), size)]
    chance.shuffle(found)
    return found


def drawn(sentence):
    """A number between 0 and 1 that stays the same for a sentence."""
    return int(hashlib.sha256(sentence.encode()).hexdigest()[:8], 16) / 2**32


def neighbours(text):
    """Each two sentences in a row of one string, and their marks."""
    for at in range(len(text['sentences']) - 1):
        if text['places'][at] == text['places'][at + 1]:
            yield ' '.join(text['sentences'][at : at + 2]), text['marks'][at : at + 2]


def lessons(texts):
    """Sentences with their marks, and some of two in a row; whether they are weighty."""
    found = {}
    for text in texts:
        weighty = is_weighty(text)
        for sentence, mark in zip(text['sentences'], text['marks']):
            if is_judged(sentence):
                found.setdefault((sentence, mark), weighty)
        for both, (first, second) in neighbours(text):
            share = 1 if first and second else 0.25 if first or second else 0.3 if weighty else 0.5
            if is_judged(both) and drawn(both) < share:
                found.setdefault((both, max(first, second)), weighty)
    return found
