namespace MySpinBot.Inference;

/// <summary>One of Wav2Lip's convolutions with its batch normalisation: what the weights say of it, and what only the topology does.</summary>
/// <param name="Path">Its module, <c>face_encoder_blocks.1.0</c>.</param>
/// <param name="Inputs">Channels that it takes.</param>
/// <param name="Outputs">Channels that it gives.</param>
/// <param name="Kernel">Taps in each direction.</param>
internal sealed record Wav2LipLayer(string Path, long Inputs, long Outputs, long Kernel)
{
    /// <summary>Step downwards.</summary>
    public long RowStep { get; init; } = 1;

    /// <summary>Step to the right.</summary>
    public long ColumnStep { get; init; } = 1;

    /// <summary>Zeros on every side.</summary>
    public long Padding { get; init; }

    /// <summary>Rows and columns that a transposed convolution adds at the end, so that the size doubles exactly.</summary>
    public long OutputPadding { get; init; }

    /// <summary>Whether it makes things larger: its weights then are [inputs, outputs, …].</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Whether what it takes is added to what it gives.</summary>
    public bool IsResidual { get; init; }

    /// <summary>A layer that keeps the size.</summary>
    public Wav2LipLayer Same() => this with { Padding = Kernel / 2 };

    /// <summary>A layer that keeps the size and adds its input.</summary>
    public Wav2LipLayer Residual() => Same() with { IsResidual = true };

    /// <summary>A layer that takes every so-manyth row and column.</summary>
    public Wav2LipLayer Strided(long rows, long columns) => Same() with { RowStep = rows, ColumnStep = columns };

    /// <summary>A transposed convolution that makes one place a whole field of its kernel's size.</summary>
    public Wav2LipLayer Opening() => this with { IsTransposed = true };

    /// <summary>A transposed convolution that doubles rows and columns: (n − 1)·2 − 2·padding + kernel + output padding = 2n.</summary>
    public Wav2LipLayer Doubling() => this with { IsTransposed = true, RowStep = 2, ColumnStep = 2, Padding = Kernel / 2, OutputPadding = 1 };
}
