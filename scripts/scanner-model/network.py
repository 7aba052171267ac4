"""The convolutional network over words; computed as scan/wording/network.ts computes it."""

import base64
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import examples
import phrases

WORDS, BEGINNINGS, WIDTH, CHANNELS, LAST = 8192, 4096, 48, 128, 64
BEGINNING = 5
MOST = 64
BATCH = 256
RATE = 2e-3


def row_of(word, rows):
    found = phrases.hash_of(word)
    return (((found ^ (found >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF) >> 12) % rows


class Rows:
    """Names the rows of a word, counted from one: zero stands for no word."""

    def __init__(self):
        self.known = {}

    def of_word(self, word):
        if word not in self.known:
            units = word.encode('utf-16-le')
            beginning = units[: 2 * BEGINNING].decode('utf-16-le', 'surrogatepass')
            shared = 1 + row_of(f'<{beginning}', BEGINNINGS) if len(units) > 2 * BEGINNING else 0
            self.known[word] = (1 + row_of(word, WORDS), shared)
        return self.known[word]

    def of(self, sentence):
        return [self.of_word(word) for word in sentence.split(' ')[:MOST]]


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(WORDS + 1, WIDTH, padding_idx=0)
        self.beginnings = nn.Embedding(BEGINNINGS + 1, WIDTH, padding_idx=0)
        for table, spread in ((self.words, 0.3), (self.beginnings, 0.1)):
            nn.init.normal_(table.weight, 0, spread)
            table.weight.data[0] = 0
        self.first, self.second = nn.Conv1d(WIDTH, CHANNELS, 3, padding=1), nn.Conv1d(CHANNELS, CHANNELS, 3, padding=1)
        self.third, self.answer = nn.Linear(2 * CHANNELS, LAST), nn.Linear(LAST, 1)
        self.dropout = nn.Dropout(0.1)

    def forward(self, rows):
        present = rows[..., 0] > 0
        values = self.dropout(self.words(rows[..., 0]) + self.beginnings(rows[..., 1])) * present[..., None]
        near = F.relu(self.first(values.transpose(1, 2))) * present[:, None]
        wider = (F.relu(self.second(near)) + near) * present[:, None]
        mean = wider.sum(2) / present.sum(1, keepdim=True).clamp(min=1)
        largest = wider.masked_fill(~present[:, None], -1e4).amax(2)
        return self.answer(self.dropout(F.relu(self.third(torch.cat([mean, largest], 1)))))[:, 0]


def padded(sequences):
    found = np.zeros((len(sequences), max(map(len, sequences)), 2), np.int64)
    for at, rows in enumerate(sequences):
        found[at, : len(rows)] = rows
    return torch.from_numpy(found)


def train(rows, lines, rounds, say):
    """`lines` are sentences, what the teacher answered, the mark or -1 where it is not known, and what they count."""
    torch.manual_seed(1)
    chance, network = random.Random(1), Network()
    lines = [(rows.of(sentence), *rest) for sentence, *rest in lines]
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4)
    steps, step = rounds * (len(lines) // BATCH + 1), 0
    for number in range(rounds):
        network.train()
        for batch in examples.batches(lines, BATCH, chance):
            for group in optimizer.param_groups:
                group['lr'] = RATE * min(1, (step + 1) / 200) * max(0.01, 1 - step / steps)
            step += 1
            sequences, taught, marks, importance = zip(*batch)
            answers, marks, importance = network(padded(sequences)), torch.tensor(marks).float(), torch.tensor(importance).float()
            known, taught = marks >= 0, torch.tensor(taught).clamp(-7, 7)
            # Where the teacher errs, the mark alone counts.
            trusted = ~known | ((taught > 0) == (marks > 0))
            loss = ((answers - taught) ** 2 * importance.clamp(max=2) * trusted).mean() / 8
            if known.any():
                loss = loss + F.binary_cross_entropy_with_logits(answers[known], marks[known], weight=importance[known]) / 2
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1)
            optimizer.step()
        say(f'network: {number + 1} of {rounds} rounds')
    return network.eval()


def layers(network):
    """In the order that scan/wording/network.ts reads: inputs before outputs, a convolution step by step."""
    for convolution in (network.first, network.second):
        yield convolution.weight.permute(2, 1, 0)
        yield convolution.bias
    for layer in (network.third, network.answer):
        yield layer.weight.T
        yield layer.bias


def rounded(tensor, most):
    """Whole numbers up to `most` and what one of them stands for: the scale that changes the tensor least."""
    scales = [tensor.abs().max().clamp(min=1e-9).item() * share / most for share in (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)]
    scale = min(scales, key=lambda one: ((tensor / one).round().clamp(-most, most) * one - tensor).square().mean().item())
    small = (tensor / scale).round().clamp(-most, most)
    tensor.copy_(small * scale)
    return small.to(torch.int8).contiguous().flatten().numpy(), scale


def shorten(network):
    """Rounds the weights; the network computes with the rounded ones from here on.

    The tables get seven values: no more are missed, and two fit a character. The layers get signed bytes.
    """
    text, content, scales = '', bytearray(), []
    with torch.no_grad():
        for table in (network.words, network.beginnings):
            small, scale = rounded(table.weight[1:], 3)
            scales.append(scale)
            text += (40 + 7 * (small[::2].astype(int) + 3) + small[1::2] + 3).astype(np.uint8).tobytes().decode()
        for layer in layers(network):
            small, scale = rounded(layer, 127)
            scales.append(scale)
            content += small.tobytes()
    return text, base64.b64encode(bytes(content)).decode(), scales


def score(network, rows, sentences):
    sequences = [rows.of(sentence) for sentence in sentences]
    order, found = sorted(range(len(sequences)), key=lambda at: len(sequences[at])), np.zeros(len(sequences))
    with torch.no_grad():
        for start in range(0, len(order), 512):
            part = order[start : start + 512]
            found[part] = network(padded([sequences[at] for at in part])).numpy()
    return found
