namespace MySpinBot.Sdk;

/// <summary>Turns values of a socket type into bytes and back, so that they can be cached and cross processes.
/// Reading what was written gives the same value, and writing that gives the same bytes: the content id is their hash.</summary>
/// <typeparam name="T">The socket's C# type.</typeparam>
public interface IValueCodec<T>
{
    /// <summary>Name and version of the byte form, such as <c>mesh-1</c>. It is part of the content id: change it when the form changes.</summary>
    string Name { get; }

    /// <summary>Writes the value.</summary>
    void Encode(T value, Stream output);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not of this form.</exception>
    T Decode(Stream input);
}
