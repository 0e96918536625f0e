using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>A plugin's own codec. The socket's name stands before the codec's, so that no plugin can read or write another's values by accident.</summary>
internal sealed class PluginCodec(SocketRegistration socket) : ValueCodec($"{socket.Name}/{socket.CodecName}")
{
    /// <summary>C# type of the values.</summary>
    public Type Type => socket.Type;

    public override void Encode(object? value, Stream output) => socket.Encode!(value!, output);

    public override object? Decode(Stream input, long length) => socket.Decode!(input);
}
