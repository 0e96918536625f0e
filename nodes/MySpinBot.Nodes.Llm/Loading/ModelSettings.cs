using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>How models are loaded where nobody says otherwise, from the plugin's settings in plugins.json. Nodes and requests over HTTP go by the same, so that they share one model.
/// <code>{ "models": { "qwen2.5-7b-instruct": { "context": 16384, "sequences": 4 } }, "every": { "device": "cuda:0" } }</code></summary>
[PluginService]
public sealed class ModelSettings
{
    /// <summary>The folder of models that language models lie in.</summary>
    public const string Folder = "llm";

    private readonly LlamaOptions _every;
    private readonly FrozenDictionary<string, LlamaOptions> _models;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="NodeFailure">They are not what settings are; the sentence says which, and what would be right.</exception>
    public ModelSettings(PluginSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _every = settings.Values.TryGetProperty("every", out var every) ? OptionSettings.Read(every, new LlamaOptions(), "every") : new LlamaOptions();
        _models = settings.Values.TryGetProperty("models", out var models) ? Read(models).ToFrozenDictionary(StringComparer.Ordinal) : FrozenDictionary<string, LlamaOptions>.Empty;
    }

    /// <summary>How a model is loaded.</summary>
    /// <param name="name">Its name: of its file, without folder and extension.</param>
    public LlamaOptions Of(string name) => _models.GetValueOrDefault(name, _every);

    /// <summary>A model's name in settings: that of its file.</summary>
    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>What joins the key of a node that goes by the settings.</summary>
    /// <param name="name">The model; null where it is not known yet, for all of them.</param>
    internal string Print(string? name)
        => name is not null ? Print(Of(name)) : string.Join('|', _models.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Print(pair.Value)}").Prepend(Print(_every)));

    private static string Print(LlamaOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"{options.Context},{options.Sequences},{options.Device},{options.DeviceLayers},{options.Cache},{options.RopeScaling},{options.RopeBase:R},{options.RopeScale:R},{options.Threads},{options.SavedBytes}");

    private IEnumerable<KeyValuePair<string, LlamaOptions>> Read(JsonElement models)
    {
        if (models.ValueKind != JsonValueKind.Object)
        {
            throw new NodeFailure("In the settings of the language models, 'models' is no object; {\"a-model's-name\": {\"context\": 16384}} would be right.");
        }

        return models.EnumerateObject().Select(model => KeyValuePair.Create(model.Name, OptionSettings.Read(model.Value, _every, $"models/{model.Name}")));
    }
}
