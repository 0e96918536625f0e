using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Adds a LoRA to the recipe of a model and of a text encoder. What of it does not belong to them is told.</summary>
internal static class LoraAdding
{
    /// <summary>The models folder of LoRAs.</summary>
    public const string Folder = "loras";

    /// <summary>Adds it.</summary>
    /// <param name="model">The model; null where only an encoder is changed.</param>
    /// <param name="clip">The encoder; null where only a model is changed.</param>
    /// <param name="lora">The LoRA's file.</param>
    /// <param name="strengths">What its changes of either are multiplied by; at 0 it is not added.</param>
    /// <param name="context">Where weights are found, and where is told what does not fit.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="NodeFailure">It is no LoRA, or one for models of another kind.</exception>
    public static ValueTask<(DiffusionModel? Model, TextEncoder? Clip)> AddAsync(
        DiffusionModel? model, TextEncoder? clip, FileReference lora, (double Model, double Clip) strengths, NodeContext context, CancellationToken cancellation) => WeightFaults.ToldAsync(async () =>
    {
        using var file = Checkpoint.Open(lora.Path);
        var (read, name) = (LoraFile.Of(file), $"'{Path.GetFileName(lora.Path)}'");
        using var parts = await OpenParts.OfAsync(strengths.Model == 0 ? null : model, strengths.Clip == 0 ? null : clip, context.Weights, cancellation);
        if (parts.IsEmpty)
        {
            return (model, clip);
        }

        var match = LoraMatch.Of(read, parts.Find);
        if (match is { Fitting: 0, Misfits: [var misfit, ..] })
        {
            throw new NodeFailure($"The LoRA {name} was made for a model of another kind: it changes {misfit}. {ModelIdentity.Identify(file)}; one for Stable Diffusion of the same version would be right.") { Input = "lora_name" };
        }

        foreach (var warning in match.Warnings(read, name))
        {
            context.Log.Warn(warning);
        }

        var weights = new WeightFile(Folder, lora.Id, lora.Length);
        return (
            strengths.Model == 0 ? model : model is null ? null : model with { Loras = model.Loras.Add(new LoraUse(weights, strengths.Model)) },
            strengths.Clip == 0 ? clip : clip is null ? null : clip with { Loras = clip.Loras.Add(new LoraUse(weights, strengths.Clip)) });
    }, "lora_name");

    // The heads of the files that are changed.
    private sealed class OpenParts : IDisposable
    {
        private readonly Dictionary<LoraPart, ITensors> _parts = [];
        private readonly List<Checkpoint> _opened = [];

        public bool IsEmpty => _parts.Count == 0;

        public static async ValueTask<OpenParts> OfAsync(DiffusionModel? model, TextEncoder? clip, IWeightFiles files, CancellationToken cancellation)
        {
            var parts = new OpenParts();
            try
            {
                if (model is not null)
                {
                    await parts.AddAsync(LoraPart.Network, model.Weights, file => VideoUNetNames.Diffusers(file) ?? UNetNames.Of(file), files, cancellation);
                }

                for (var tower = 0; clip is not null && tower < clip.Towers.Length; tower++)
                {
                    await parts.AddAsync(LoraPart.Text(tower), clip.Towers[tower].Weights, ClipTextNames.Official, files, cancellation);
                }

                return parts;
            }
            catch
            {
                parts.Dispose();
                throw;
            }
        }

        public ITensors? Find(LoraPart part) => _parts.GetValueOrDefault(part);

        public void Dispose() => _opened.ForEach(file => file.Dispose());

        private async ValueTask AddAsync(LoraPart part, WeightFile weights, Func<ITensors, ITensors?> named, IWeightFiles files, CancellationToken cancellation)
        {
            var file = Checkpoint.Open((await files.FindAsync(weights, cancellation)).Path);
            _opened.Add(file);
            if (named(file) is { } tensors)
            {
                _parts.Add(part, tensors);
            }
        }
    }
}
