using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Reads which model a single file is, and what parts it has.</summary>
internal static class CheckpointReading
{
    /// <summary>The models folder of whole checkpoints.</summary>
    public const string Folder = "checkpoints";

    /// <summary>Extensions of files that are read.</summary>
    public const string Extensions = ".safetensors,.sft,.ckpt,.pt,.pth,.bin";

    /// <summary>Reads a checkpoint, which must have a network that takes noise away; other parts may be missing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kind">The models folder that it lies in.</param>
    /// <param name="input">The input that names it, for sentences.</param>
    /// <exception cref="NodeFailure">It is none that runs here; the sentence says what it is and what would be right.</exception>
    public static ModelParts Read(FileReference file, string kind, string input) => WeightFaults.Told(() =>
    {
        using var checkpoint = Checkpoint.Open(file.Path);
        return Of(checkpoint, new WeightFile(kind, file.Id, file.Length), OriginalConfig.Beside(file.Path));
    }, input);

    /// <summary>Reads the network of a file that need have nothing else, with the <c>config.json</c> beside it where it is one of a folder of diffusers.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kind">The models folder that it lies in.</param>
    /// <param name="input">The input that names it, for sentences.</param>
    /// <exception cref="NodeFailure">There is none that runs here.</exception>
    public static DiffusionModel ReadNetwork(FileReference file, string kind, string input) => WeightFaults.Told(() =>
    {
        using var checkpoint = Checkpoint.Open(file.Path);
        return Network(checkpoint, new WeightFile(kind, file.Id, file.Length), OriginalConfig.Beside(file.Path), ConfigBeside.Of(file.Path));
    }, input);

    /// <summary>What tells a file with its neighbours from the same with others: for keys.</summary>
    public static string Print(FileReference file) => $"{OriginalConfig.Print(file.Path)} {ConfigBeside.Text(file.Path)}";

    /// <summary>Reads an open checkpoint.</summary>
    /// <exception cref="CheckpointException">It is none that runs here.</exception>
    public static ModelParts Of(Checkpoint checkpoint, WeightFile weights, OriginalConfig? original = null)
    {
        var (name, model) = (NameOf(checkpoint), Network(checkpoint, weights, original, null));
        return new ModelParts
        {
            Model = model,
            Text = Text(checkpoint, weights, model, name),
            Vae = Vae(checkpoint, weights, model, name),
            Vision = model.Network is VideoUNetConfig ? Named(name, () => PartReading.Vision(checkpoint, weights)) : null,
        };
    }

    private static DiffusionModel Network(Checkpoint checkpoint, WeightFile weights, OriginalConfig? original, JsonElement? config)
    {
        var name = NameOf(checkpoint);
        ForeignModels.Refuse(checkpoint, name);
        var model = Named(name, () => PartReading.Network(checkpoint, weights, config, original?.Heads))
            ?? throw new CheckpointException(ForeignModels.NoNetwork(checkpoint, name));
        return original is null ? model : model with { Sampling = original.Applied(model.Sampling) };
    }

    private static string NameOf(Checkpoint checkpoint) => $"'{Path.GetFileName(checkpoint.Path)}'";

    // What is wrong with a part that may not be wanted is told where it is.
    private static TextEncoder Text(Checkpoint checkpoint, WeightFile weights, DiffusionModel model, string name)
    {
        try
        {
            var text = PartReading.Text(checkpoint, weights);
            return text is null ? Absent.Text(model.Network is VideoUNetConfig ? $"{name} has no text encoder: Stable Video Diffusion goes by a picture. Load it with ImageOnlyCheckpointLoader."
                    : $"{name} has no text encoder; load one with CLIPLoader.")
                : PartsTogether.Mismatch(model.Network, text) is { } mismatch ? Absent.Text($"In {name} {mismatch} Load the right text encoder with CLIPLoader.")
                : text;
        }
        catch (CheckpointException fault)
        {
            return Absent.Text($"The text encoder in {name} cannot be used: {fault.Message} Load another with CLIPLoader.");
        }
    }

    private static Autoencoder Vae(Checkpoint checkpoint, WeightFile weights, DiffusionModel model, string name)
    {
        try
        {
            var vae = PartReading.Vae(checkpoint, weights);
            return vae is null ? Absent.Vae(weights, $"{name} has no VAE; load one with VAELoader.")
                : PartsTogether.Mismatch(model.Network, vae) is { } mismatch ? Absent.Vae(weights, $"In {name} {mismatch} Load the right VAE with VAELoader.")
                : vae;
        }
        catch (CheckpointException fault)
        {
            return Absent.Vae(weights, $"The VAE in {name} cannot be used: {fault.Message} Load another with VAELoader.");
        }
    }

    private static T Named<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CheckpointException fault) when (!fault.Message.Contains(name, StringComparison.Ordinal))
        {
            throw new CheckpointException($"{name} cannot be used as a checkpoint. {fault.Message}", fault);
        }
    }
}
