using MySpinBot.Inference;

namespace MySpinBot.BadHabits;

/// <summary>Nodes that take models.</summary>
public static class Weighing
{
    private const string Kind = "upscale_models";

    /// <summary>Names a model by its content.</summary>
    [Node("ChooseModel")]
    public static UpscaleModel Choose([FileFrom(Kind)] FileReference modelName) => new(new WeightFile(Kind, modelName.Id, modelName.Length), "onnx", 4);

    /// <summary>Reads the file of a model, wherever it lies.</summary>
    [Node("WeighModel", Lane = Lane.Io)]
    public static async Task<string> Weigh(UpscaleModel model, NodeContext context, string with = "")
    {
        var file = await context.Weights.FindAsync(model.Weights, context.Cancellation);
        return $"{await File.ReadAllTextAsync(file.Path, context.Cancellation)}{with}";
    }

    /// <summary>Says where a model lies and what its publisher would call it.</summary>
    [Node("NameModel", Repeatability = Repeatability.Volatile)]
    public static string Name([FileFrom(Kind)] FileReference modelName) => $"{Path.GetFileName(modelName.Path)} {modelName.Sha256}";
}
