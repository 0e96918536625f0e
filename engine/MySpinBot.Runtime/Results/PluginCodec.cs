using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>A plugin's own codec. The socket's name stands before the codec's, so that no plugin can read or write another's values by accident.</summary>
internal sealed class PluginCodec(SocketRegistration socket) : ValueCodec($"{socket.Name}/{socket.CodecName}")
{
    /// <summary>C# type of the values.</summary>
    public Type Type => socket.Type;

    public override void Encode(object? value, Stream output)
        => Guard("write", () =>
        {
            socket.Encode!(value!, output);
            return true;
        });

    public override object? Decode(Stream input, long length) => Guard("read", () => socket.Decode!(input));

    /// <summary>A codec is a plugin's code: whatever it throws means that it cannot do this value, and must not end a run.</summary>
    private T Guard<T>(string what, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new InvalidDataException($"the codec '{Name}' cannot {what} it ({fault.GetType().Name}: {fault.Message}).", fault);
        }
    }
}
