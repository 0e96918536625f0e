using System.Collections.Immutable;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.Views;

/// <summary>A tensor and where its numbers lie.</summary>
/// <param name="Entry">What it is.</param>
/// <param name="Bytes">What it lies in.</param>
/// <param name="Offset">Its first byte there.</param>
/// <param name="Strides">How many numbers lie between neighbours along each dimension; default where they lie one after the other.</param>
internal sealed record StoredTensor(TensorEntry Entry, TensorBytes Bytes, long Offset, ImmutableArray<long> Strides = default);
