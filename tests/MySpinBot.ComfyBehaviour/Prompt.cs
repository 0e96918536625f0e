using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MySpinBot.ComfyBehaviour;

/// <summary>A prompt as it is built in a test: ids are the test's name and a number.</summary>
internal sealed class Prompt(string name)
{
    private readonly List<PromptNode> _nodes = [];

    public string Name => name;

    public IReadOnlyList<PromptNode> Nodes => _nodes;

    /// <summary>Adds a node.</summary>
    /// <param name="classType">Its type.</param>
    /// <param name="inputs">Its inputs: constants, and links (<see cref="PromptNode.Out"/>).</param>
    public PromptNode Add(string classType, params (string Name, object? Value)[] inputs)
        => Add(string.Create(CultureInfo.InvariantCulture, $"{name}{_nodes.Count + 1}"), classType, inputs);

    public PromptNode Add(string id, string classType, params (string Name, object? Value)[] inputs)
    {
        var node = new PromptNode(id, classType);
        foreach (var (input, value) in inputs)
        {
            node.Set(input, value);
        }

        _nodes.Add(node);
        return node;
    }

    public PromptNode Image(string content, int side = 64) => Add("StubImage", ("content", content), ("height", side), ("width", side), ("batch_size", 1));

    public PromptNode Mask(object value, int side = 64) => Add("StubMask", ("value", value), ("height", side), ("width", side), ("batch_size", 1));

    public PromptNode Mix(PromptNode one, PromptNode other, PromptNode mask) => Add("TestLazyMixImages", ("image1", one.Out()), ("image2", other.Out()), ("mask", mask.Out()));

    public PromptNode Sleep(PromptNode value, double seconds) => Add("TestSleep", ("value", value.Out()), ("seconds", seconds));

    public PromptNode Save(PromptNode images, int output = 0) => Add("SaveImage", ("images", images.Out(output)), ("filename_prefix", name));

    public PromptNode Preview(PromptNode images, int output = 0) => Add("PreviewImage", ("images", images.Out(output)));

    public void Remove(PromptNode node) => _nodes.Remove(node);

    public void PutBack(PromptNode node) => _nodes.Add(node);

    public JsonObject Json() => new(_nodes.Select(node => KeyValuePair.Create(node.Id, (JsonNode?)node.Json())));
}

/// <summary>A node of a prompt.</summary>
internal sealed class PromptNode(string id, string classType)
{
    private readonly JsonObject _inputs = [];

    public string Id => id;

    public string ClassType => classType;

    public object[] Out(int output = 0) => [id, output];

    /// <summary>Sets an input. A float is written with its point, as Python does, so that 5.0 is not 5.</summary>
    public PromptNode Set(string input, object? value)
    {
        _inputs[input] = value is double number && double.IsInteger(number)
            ? JsonNode.Parse(number.ToString("F1", CultureInfo.InvariantCulture))
            : JsonSerializer.SerializeToNode(value);
        return this;
    }

    public JsonObject Json() => new() { ["class_type"] = classType, ["inputs"] = _inputs.DeepClone() };
}
