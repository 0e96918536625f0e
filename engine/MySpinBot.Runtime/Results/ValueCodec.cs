using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Turns values of one kind into bytes and back, bit for bit.</summary>
/// <param name="name">Name and version of the byte form; it stands before the bytes and is part of the content id.</param>
internal abstract class ValueCodec(string name)
{
    /// <summary>Name and version of the byte form.</summary>
    public string Name { get; } = name;

    /// <summary>Writes a value.</summary>
    public abstract void Encode(object? value, Stream output);

    /// <summary>Reads a value.</summary>
    /// <param name="input">The bytes that <see cref="Encode"/> wrote.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="InvalidDataException">They are not of this form.</exception>
    public abstract object? Decode(Stream input, long length);

    /// <summary>Bytes that a value takes in memory, roughly.</summary>
    /// <param name="value">The value.</param>
    /// <param name="encoded">Bytes that it was written as.</param>
    public virtual long SizeOf(object? value, long encoded) => encoded + 64;

    /// <summary>How many of the encoded bytes say which value it is; null for all. What follows is stored along, but is no part of the content id.</summary>
    public virtual int? IdentityLength => null;

    /// <summary>Artifacts that the value is nothing without.</summary>
    public virtual IEnumerable<ArtifactReference> References(object? value) => [];
}
