using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Which codec writes a value, by the value's own type: sockets do not say, since any output may be <c>*</c>. Immutable: plugins that come or go make a new one,
/// and nothing static holds a plugin's type.</summary>
internal sealed class ValueCodecs
{
    private readonly FrozenDictionary<Type, ValueCodec> _byType;
    private readonly FrozenDictionary<string, ValueCodec> _byName;
    private readonly ImmutableArray<PluginCodec> _plugins;
    private readonly NullCodec _null = new();

    private ValueCodecs(ImmutableArray<PluginCodec> plugins)
    {
        var own = new Dictionary<Type, ValueCodec>
        {
            [typeof(long)] = new IntCodec(),
            [typeof(double)] = new FloatCodec(),
            [typeof(bool)] = new BooleanCodec(),
            [typeof(string)] = new TextCodec(),
            [typeof(JsonElement)] = new JsonCodec(),
            [typeof(Image)] = new ImageCodec(),
            [typeof(Mask)] = new MaskCodec(),
            [typeof(Audio)] = new AudioCodec(),
            [typeof(Video)] = new VideoCodec(),
            [typeof(Captions)] = new CaptionsCodec(),
            [typeof(FileReference)] = new FileCodec(),
            [typeof(Blocked)] = new BlockedCodec(),
        };
        _plugins = plugins;
        _byName = own.Values.Append(_null).Concat(plugins).DistinctBy(codec => codec.Name).ToFrozenDictionary(codec => codec.Name, StringComparer.Ordinal);
        foreach (var plugin in plugins)
        {
            own.TryAdd(plugin.Type, plugin);
        }

        _byType = own.ToFrozenDictionary();
    }

    /// <summary>The codecs of the Sdk's own types.</summary>
    public static ValueCodecs BuiltIn { get; } = new([]);

    /// <summary>These and the codecs of plugins' socket types. Of two for one type the first counts; a secret has none, whatever a plugin says.</summary>
    public ValueCodecs With(IEnumerable<SocketRegistration> sockets)
        => new([.. _plugins, .. sockets.Where(socket => socket.CodecName is not null && socket.Type != typeof(Secret)).Select(socket => new PluginCodec(socket))]);

    /// <summary>The codec that writes this value; null where it can live in memory only.</summary>
    public ValueCodec? For(object? value)
    {
        if (value is null)
        {
            return _null;
        }

        if (_byType.TryGetValue(value.GetType(), out var codec))
        {
            return codec;
        }

        foreach (var plugin in value is Secret ? [] : _plugins)
        {
            if (plugin.Type.IsInstanceOfType(value))
            {
                return plugin;
            }
        }

        return null;
    }

    /// <summary>The codec that reads this form; null where its plugin is not loaded.</summary>
    public ValueCodec? Named(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The value as the host carries it: a number is a long or a double.</summary>
    public static object? Normal(object? value) => value switch
    {
        int number => (long)number,
        float number => (double)number,
        _ => value,
    };
}
