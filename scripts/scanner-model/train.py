"""Learns the scanner's model of wording and writes it to scan/wording/model.ts; see README.md.

python3 scripts/scanner-model/train.py sentences.jsonl
"""

import argparse
import base64
import hashlib
import json
import sys
import time
from pathlib import Path

import numpy as np

import phrases

ROOT = Path(__file__).parents[2] / 'packages/core'
PAGE = ROOT / 'src/policy/tool-guard/scan/wording/model.ts'
REFERENCE = ROOT / 'test/policy/tool-guard/scan/wording/scores.json'
FOLDS = 3
# What a sentence of a published server counts: a false alarm costs more than a miss.
PUBLISHED = 20
# Shorter sentences are not judged.
FEWEST = 4


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('sentences')
    parser.add_argument('--tolerated', type=float, default=0.007, help='share of definitions of unseen servers above the limit')
    parser.add_argument('--kept', type=int, default=32_000, help='phrases that are kept')
    parser.add_argument('--without', default='', help='authors left out of the training and reported, separated by commas')
    parser.add_argument('--alarms', type=int, default=0, help='print so many of the worst sentences of unseen servers')
    parser.add_argument('--dry', action='store_true', help='write nothing')
    return parser.parse_args()


def fold_of(source):
    return int(hashlib.sha256(source.encode()).hexdigest(), 16) % FOLDS


def is_published(text):
    return text['source'].startswith(('server ', 'package '))


class Model:
    def __init__(self, texts, known, kept):
        self.known = known
        labels = {}
        for text in texts:
            for sentence, mark in zip(text['sentences'], text['marks']):
                labels.setdefault((sentence, mark), PUBLISHED if is_published(text) else 1)
        rows = [known.of(sentence.split(' ')) for sentence, _ in labels]
        self.weights = phrases.train(rows, np.array([mark for _, mark in labels]), np.array([*labels.values()]), kept)

    def of(self, texts):
        """The scores of the sentences of each text."""
        every = [sentence.split(' ') for text in texts for sentence in text['sentences']]
        scores = phrases.score([self.known.of(one) for one in every], self.weights)
        scores[[len(one) < FEWEST for one in every]] = -99
        found, at = [], 0
        for text in texts:
            found.append(scores[at : at + len(text['sentences'])])
            at += len(text['sentences'])
        return found


def worst(scores):
    return np.array([one.max() if len(one) else -99 for one in scores])


def mark(texts, model):
    """Of a hostile text whose hostile sentence is not known, the one that looks worst."""
    unknown = [text for text in texts if text['marks'] is None]
    for text, scores in zip(unknown, model.of(unknown)):
        text['marks'] = [int(at == scores.argmax()) for at in range(len(scores))]


def packed(names, weights):
    """Distances between names in groups of seven bits, the last group marked, each followed by its weight."""
    found, before = bytearray(), 0
    for name, weight in zip(names.tolist(), weights.tolist()):
        distance, groups = name - before, []
        before = name
        while distance > 0 or not groups:
            groups.append(distance & 127)
            distance >>= 7
        groups[0] |= 128
        found += bytes(reversed(groups)) + bytes([weight & 255])
    return base64.b64encode(bytes(found)).decode()


def page(weights, limit):
    names, values, scale = weights
    return (
        '/** Written by scripts/scanner-model/train.py: phrases and what speaks for and against a demand. Do not edit. */\n'
        f"export const PHRASES =\n  '{packed(names, values)}'\n\n"
        '/** What a weight of one stands for. */\n'
        f'export const SCALE = {scale:.6f}\n\n'
        '/** What a sentence has to exceed. */\n'
        f'export const LIMIT = {limit:.2f}\n'
    )


def reference(texts, model):
    """A few sentences and their scores, to compare what the scanner computes with."""
    chosen = texts[:: len(texts) // 40]
    found = [
        {'sentence': sentence, 'score': round(float(score), 4)}
        for text, scores in zip(chosen, model.of(chosen))
        for sentence, score in list(zip(text['sentences'], scores))[:1]
        if score > -99
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + '\n'


def main():
    options = arguments()
    began = time.time()

    def say(text):
        print(f'{time.time() - began:5.0f} s  {text}', file=sys.stderr, flush=True)

    texts = [json.loads(line) for line in open(options.sentences)]
    known = phrases.Phrases()
    away = [f'author {name}' for name in options.without.split(',') if name]
    learning = [text for text in texts if text['source'] not in away]
    say(f'{len(learning)} texts')

    unseen, alarms = [], []
    for fold in range(FOLDS):
        left = [text for text in learning if is_published(text) and fold_of(text['source']) == fold]
        rest = [text for text in learning if not (is_published(text) and fold_of(text['source']) == fold)]
        model = Model([text for text in rest if text['marks'] is not None], known, options.kept)
        if fold == 0:
            mark(learning, model)
        scores = model.of(left)
        for text, found, score in zip(left, scores, worst(scores)):
            unseen.append((text['source'].startswith('server '), score))
            alarms += [(float(one), text['source'], sentence) for one, sentence in zip(found, text['sentences'])]
        say(f'{fold + 1} of {FOLDS} parts')
    for score, source, sentence in sorted(set(alarms), reverse=True)[: options.alarms]:
        say(f'{score:.2f} {source}: {sentence}')
    servers = np.array([score for is_server, score in unseen if is_server])
    packages = np.array([score for is_server, score in unseen if not is_server])
    limit = float(np.quantile(servers, 1 - options.tolerated))
    say(f'limit {limit:.2f}: above it {np.mean(servers > limit):.4f} of servers, {np.mean(packages > limit):.4f} of packages')
    model = Model(learning, known, options.kept)
    for name in away:
        hostile = worst(model.of([text for text in texts if text['source'] == name and text['hostile']]))
        say(f'{name}: found {np.mean(hostile > limit):.2f}')
    if not options.dry:
        PAGE.write_text(page(model.weights, limit))
        REFERENCE.parent.mkdir(exist_ok=True)
        REFERENCE.write_text(reference([text for text in learning if not text['source'].startswith('package ')], model))
        say(f'wrote {PAGE} and {REFERENCE}')


main()
