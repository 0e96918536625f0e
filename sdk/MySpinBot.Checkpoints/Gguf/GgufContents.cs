using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.Gguf;

/// <summary>A GGUF file's tensors whose numbers lie there one by one; quantised ones are llama.cpp's business, and stand in <see cref="GgufFile"/> only.</summary>
internal static class GgufContents
{
    private const int MostTexts = 1000;

    public static Contents Read(CheckpointFile file)
    {
        var head = GgufReader.Read(file);
        var tensors = new List<StoredTensor>();
        foreach (var tensor in head.Tensors)
        {
            if (tensor is { Type: { } type, Bytes: { } bytes })
            {
                tensors.Add(new StoredTensor(new TensorEntry(tensor.Name, type, tensor.Shape), new FileBytes(file, head.DataAt + tensor.Offset, bytes), 0));
            }
        }

        var texts = head.Values.Where(value => value.Value.Value is not null).Take(MostTexts).ToDictionary(value => value.Key, value => value.Value.ToString(), StringComparer.Ordinal);
        return new Contents(CheckpointFormat.Gguf, tensors, texts);
    }
}
