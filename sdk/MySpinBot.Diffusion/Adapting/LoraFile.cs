using System.Globalization;
using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What is in a file of a LoRA.</summary>
internal sealed class LoraFile
{
    private LoraFile(ITensors tensors, IReadOnlyList<LoraModule> modules, IReadOnlyList<string> strangers) => (Tensors, Modules, Strangers) = (tensors, modules, strangers);

    /// <summary>Its tensors.</summary>
    public ITensors Tensors { get; }

    /// <summary>The modules that it changes.</summary>
    public IReadOnlyList<LoraModule> Modules { get; }

    /// <summary>Names of tensors that are no part of a LoRA.</summary>
    public IReadOnlyList<string> Strangers { get; }

    /// <summary>Reads which modules it changes.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <exception cref="CheckpointException">It is no LoRA, or half of one is missing.</exception>
    public static LoraFile Of(Checkpoint checkpoint) => Of(checkpoint, checkpoint.Metadata, $"'{Path.GetFileName(checkpoint.Path)}'");

    /// <summary>Reads which modules some tensors change.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts beside them; diffusers keeps alpha there.</param>
    /// <param name="name">What they are called in sentences.</param>
    public static LoraFile Of(ITensors tensors, IReadOnlyDictionary<string, string> metadata, string name)
    {
        var found = new Dictionary<(LoraPart, string), Parts>();
        var strangers = new List<string>();
        foreach (var entry in tensors.Entries)
        {
            if (LoraNames.Read(entry.Name) is not { } read)
            {
                strangers.Add(entry.Name);
                continue;
            }

            if (!found.TryGetValue((read.Part, read.Module), out var parts))
            {
                found[(read.Part, read.Module)] = parts = new Parts(entry.Name);
            }

            if (!parts.TryAdd(read.Role, entry))
            {
                throw new CheckpointException($"The LoRA {name} changes '{read.Module}' twice: '{entry.Name}' has a second name there.");
            }
        }

        if (!found.Values.Any(parts => parts.Up is not null || parts.Down is not null))
        {
            throw new CheckpointException($"{name} is {ModelIdentity.Identify(tensors).Name}, and no LoRA that is known here: one in the names of kohya's scripts, of diffusers or of PEFT would be right.");
        }

        var alphas = new StatedAlphas(metadata);
        return new LoraFile(tensors, [.. found.Select(pair => pair.Value.Whole(pair.Key, tensors, alphas, name))], strangers);
    }

    // What has been seen of a module so far.
    private sealed class Parts(string first)
    {
        public TensorEntry? Down { get; private set; }

        public TensorEntry? Up { get; private set; }

        private TensorEntry? Middle { get; set; }

        private TensorEntry? Alpha { get; set; }

        public bool TryAdd(LoraRole role, TensorEntry entry)
        {
            var isFirst = (role switch { LoraRole.Down => Down, LoraRole.Up => Up, LoraRole.Middle => Middle, _ => Alpha }) is null;
            (Down, Up, Middle, Alpha) = role switch
            {
                LoraRole.Down => (entry, Up, Middle, Alpha),
                LoraRole.Up => (Down, entry, Middle, Alpha),
                LoraRole.Middle => (Down, Up, entry, Alpha),
                _ => (Down, Up, Middle, entry),
            };
            return isFirst;
        }

        public LoraModule Whole((LoraPart Part, string Module) key, ITensors tensors, StatedAlphas stated, string name)
        {
            if (Down is not { Shape.Length: >= 2 } || Up is not { Shape.Length: >= 2 })
            {
                throw new CheckpointException($"The LoRA {name} is not whole: of '{key.Module}' it has '{first}', and {(Down is null ? "the matrix that makes small (lora_down, lora_A)" : "the matrix that makes large (lora_up, lora_B)")} is missing or is no matrix.");
            }

            var rank = Down.Shape[0];
            var alpha = Alpha is not null ? Alpha.Count == 1 ? tensors.ReadFloats(Alpha)[0]
                : throw new CheckpointException($"The tensor '{Alpha.Name}' of the LoRA {name} has the shape [{string.Join(", ", Alpha.Shape)}]; a single number would be right.") : stated.Of(key.Part) ?? rank;
            return double.IsFinite(alpha) && rank > 0 ? new LoraModule(key.Part, key.Module, Down, Up, Middle, alpha / rank)
                : throw new CheckpointException($"The LoRA {name} changes '{key.Module}' with the rank {rank} and alpha {alpha.ToString(CultureInfo.InvariantCulture)}; a rank of 1 at least and a number would be right.");
        }
    }

    /// <summary>Alpha as diffusers keeps it beside the tensors: <c>lora_adapter_metadata</c> = {"unet.lora_alpha": 8, …}.</summary>
    private sealed class StatedAlphas
    {
        private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);

        public StatedAlphas(IReadOnlyDictionary<string, string> metadata)
        {
            if (!metadata.TryGetValue("lora_adapter_metadata", out var text))
            {
                return;
            }

            try
            {
                using var json = JsonDocument.Parse(text);
                foreach (var member in json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.EnumerateObject().AsEnumerable() : [])
                {
                    if (member.Value.ValueKind == JsonValueKind.Number && member.Name.EndsWith("lora_alpha", StringComparison.Ordinal))
                    {
                        _numbers[member.Name] = member.Value.GetDouble();
                    }
                }
            }
            catch (JsonException)
            {
                // A text beside the tensors that is not what its name says: then it says nothing.
            }
        }

        public double? Of(LoraPart part)
        {
            var name = part.Tower switch { < 0 => "unet.lora_alpha", 0 => "text_encoder.lora_alpha", _ => "text_encoder_2.lora_alpha" };
            return _numbers.TryGetValue(name, out var stated) ? stated : null;
        }
    }
}

/// <summary>A change of low rank of one module's weights: W + scale · up · down.</summary>
/// <param name="Part">What of the model it changes.</param>
/// <param name="Module">The module, its parts joined by underscores.</param>
/// <param name="Down">[rank, in] or [rank, in, height, width].</param>
/// <param name="Up">[out, rank], or with sides of 1 behind.</param>
/// <param name="Middle">[rank, rank, height, width] where a convolution was taken apart; else null.</param>
/// <param name="Scale">alpha / rank.</param>
internal sealed record LoraModule(LoraPart Part, string Module, TensorEntry Down, TensorEntry Up, TensorEntry? Middle, double Scale)
{
    /// <summary>How many directions it has.</summary>
    public int Rank => (int)Up.Shape[1];
}
