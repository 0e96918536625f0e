namespace MySpinBot.Language.Tests.Making;

/// <summary>Adds tensors of chance to a file, scaled so that what goes through a network stays of the order of one.</summary>
/// <param name="file">The file.</param>
/// <param name="numbers">What matrices are kept as.</param>
/// <param name="seed">What is drawn from.</param>
internal sealed class RandomWeights(GgufWriter file, GgufNumbers numbers, int seed)
{
    /// <summary>A matrix <c>[to, from]</c> that keeps the deviation of what it is multiplied with.</summary>
    public void Matrix(string name, int to, int from) => Add($"{name}.weight", [to, from], numbers, 0, 1 / MathF.Sqrt(from));

    /// <summary>A vector a token, of that deviation.</summary>
    public void Tokens(string name, int count, int width, float deviation) => Add($"{name}.weight", [count, width], numbers, 0, deviation);

    /// <summary>What a normalised vector is multiplied with: about one.</summary>
    public void Norm(string name, int width) => Add($"{name}.weight", [width], GgufNumbers.F32, 1, 0.1f);

    public void NormAndBias(string name, int width)
    {
        Norm(name, width);
        Vectors($"{name}.bias", [width], 0, 0.1f);
    }

    /// <summary>Floats, by their full name.</summary>
    public void Vectors(string name, long[] shape, float mean, float deviation) => Add(name, shape, GgufNumbers.F32, mean, deviation);

    private void Add(string name, long[] shape, GgufNumbers kept, float mean, float deviation)
        => file.Add(name, shape, kept, (row, values) => new Chance(seed, name, row).Fill(values, mean, deviation));
}
