"""One layer of long short-term memory in both directions, with its backward pass, in numpy.

Shapes: T steps, B sentences, H units a direction; direction 0 reads forwards, direction 1 the reversed sentence.
Gates stand in the order input, forget, output, cell (Hochreiter and Schmidhuber 1997, with forget gates).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def reversal(steps: int, lengths: Ints) -> Ints:
    """(T, B) row indices that reverse each sentence within its own length; its own inverse."""
    t = np.arange(steps)[:, None]
    return np.where(t < lengths[None, :], lengths[None, :] - 1 - t, t)


class BiLstm:
    """A forward pass over `inputs` (T, B, width), kept for the backward pass; `output` is (T, B, 2H).

    `weights` (2, width, 4H), `recurrent` (2, H, 4H), `bias` (2, 4H).
    """

    def __init__(self, inputs: Floats, lengths: Ints, weights: Floats, recurrent: Floats, bias: Floats) -> None:
        steps, batch, width = inputs.shape
        hidden = recurrent.shape[1]
        self.weights, self.recurrent = weights, recurrent
        self.reverse = reversal(steps, lengths)
        self.columns = np.arange(batch)[None, :]
        self.both = np.stack([inputs, inputs[self.reverse, self.columns]])  # (2, T, B, width)
        gates = np.empty((steps, 2, batch, 4 * hidden), dtype=np.float32)
        for way in (0, 1):
            flat = self.both[way].reshape(-1, width) @ weights[way] + bias[way]
            gates[:, way] = flat.reshape(steps, batch, -1)
        self.live = (np.arange(steps)[:, None] < lengths[None, :]).astype(np.float32)[:, None, :, None]
        self.gates = gates
        self.cells = np.zeros((steps + 1, 2, batch, hidden), dtype=np.float32)
        self.states = np.zeros((steps + 1, 2, batch, hidden), dtype=np.float32)
        self.tanh_cells = np.zeros((steps, 2, batch, hidden), dtype=np.float32)
        # Padded positions carry zeros onward; they lie behind each sentence, so no sentence sees them. Where sentences
        # come by falling length, those that have ended are left out altogether.
        falling = bool(np.all(lengths[:-1] >= lengths[1:]))
        going = (np.arange(steps)[:, None] < lengths[None, :]).sum(axis=1).tolist() if falling else [batch] * steps
        for t in range(steps):
            n = going[t]
            now = gates[t][:, :n]
            now += np.matmul(self.states[t][:, :n], recurrent)
            soft = now[..., : 3 * hidden]
            np.multiply(soft, 0.5, out=soft)  # a sigmoid is a tanh: σ(x) = (1 + tanh(x / 2)) / 2
            np.tanh(now, out=now)
            soft += 1
            soft *= 0.5
            i, f, o, g = (now[..., k * hidden : (k + 1) * hidden] for k in range(4))
            cell, tanh_cell, state = self.cells[t + 1][:, :n], self.tanh_cells[t][:, :n], self.states[t + 1][:, :n]
            np.multiply(f, self.cells[t][:, :n], out=cell)
            cell += i * g
            np.tanh(cell, out=tanh_cell)
            np.multiply(o, tanh_cell, out=state)
            if not falling:
                cell *= self.live[t]
                state *= self.live[t]
        backwards = self.states[1:, 1][self.reverse, self.columns]
        self.output = np.concatenate([self.states[1:, 0], backwards], axis=2)

    def backward(self, d_output: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Gradients of the inputs, the input weights, the recurrent weights and the bias, given that of `output`."""
        steps, batch, _ = d_output.shape
        hidden = self.recurrent.shape[1]
        d_states = np.stack([d_output[..., :hidden], d_output[..., hidden:][self.reverse, self.columns]], axis=1)
        d_gates = np.empty_like(self.gates)
        d_h = np.zeros((2, batch, hidden), dtype=np.float32)
        d_c = np.zeros((2, batch, hidden), dtype=np.float32)
        back = np.ascontiguousarray(np.swapaxes(self.recurrent, 1, 2))
        for t in range(steps - 1, -1, -1):
            live = self.live[t]
            i, f, o, g = (self.gates[t][..., k * hidden : (k + 1) * hidden] for k in range(4))
            tanh_cell = self.tanh_cells[t]
            d_state = (d_states[t] + d_h) * live
            d_cell = d_state * o * (1 - tanh_cell * tanh_cell) + d_c * live
            d = d_gates[t]
            d[..., :hidden] = d_cell * g * i * (1 - i)
            d[..., hidden : 2 * hidden] = d_cell * self.cells[t] * f * (1 - f)
            d[..., 2 * hidden : 3 * hidden] = d_state * tanh_cell * o * (1 - o)
            d[..., 3 * hidden :] = d_cell * i * (1 - g * g)
            d_c = d_cell * f
            d_h = np.matmul(d, back)
        width = self.both.shape[3]
        d_weights, d_recurrent = np.empty_like(self.weights), np.empty_like(self.recurrent)
        d_bias = np.empty((2, 4 * hidden), dtype=np.float32)
        d_inputs = []
        for way in (0, 1):
            flat = np.ascontiguousarray(d_gates[:, way]).reshape(-1, 4 * hidden)
            d_weights[way] = self.both[way].reshape(-1, width).T @ flat
            d_recurrent[way] = np.ascontiguousarray(self.states[:-1, way]).reshape(-1, hidden).T @ flat
            d_bias[way] = flat.sum(axis=0)
            d_inputs.append((flat @ self.weights[way].T).reshape(steps, batch, width))
        return d_inputs[0] + d_inputs[1][self.reverse, self.columns], d_weights, d_recurrent, d_bias


def read_states(flat: Floats, lengths: Ints, weights: Floats, recurrent: Floats, bias: Floats) -> Floats:
    """The same layer's forward pass alone, (N, 2H), over the characters of sentences laid one after another, (N, width).

    The sentences must come by falling length. Nothing is computed for padding and nothing kept for a backward pass.
    """
    assert np.all(lengths[:-1] >= lengths[1:]), "sentences come by falling length"
    hidden, batch, steps = recurrent.shape[1], len(lengths), int(lengths[0])
    column = np.repeat(np.arange(batch), lengths)
    step = np.arange(len(column)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    back = lengths[column] - 1 - step
    gates = np.empty((steps, 2, batch, 4 * hidden), dtype=np.float32)
    for way, at in ((0, step), (1, back)):
        gates[at, way, column] = flat @ weights[way] + bias[way]
    going = (np.arange(steps)[:, None] < lengths[None, :]).sum(axis=1).tolist()
    states = np.empty((steps, 2, batch, hidden), dtype=np.float32)
    cells = np.zeros((2, batch, hidden), dtype=np.float32)
    for t, n in enumerate(going):
        now = gates[t][:, :n]
        if t:
            now += np.matmul(states[t - 1][:, :n], recurrent)
        soft = now[..., : 3 * hidden]
        soft *= 0.5
        np.tanh(now, out=now)
        soft += 1
        soft *= 0.5
        i, f, o, g = (now[..., k * hidden : (k + 1) * hidden] for k in range(4))
        cell = cells[:, :n]
        cell *= f
        i *= g
        cell += i
        np.tanh(cell, out=g)
        np.multiply(o, g, out=states[t][:, :n])
    return np.concatenate([states[step, 0, column], states[back, 1, column]], axis=1)
