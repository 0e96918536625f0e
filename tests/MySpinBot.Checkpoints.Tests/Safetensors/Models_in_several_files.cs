namespace MySpinBot.Checkpoints.Tests.Safetensors;

public sealed class Models_in_several_files : IDisposable
{
    private readonly Made _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public void Are_read_as_one()
    {
        _made.Safetensors("model-00001-of-00002.safetensors", new MemoryTensors().Add("a", [1, 2], 2).Add("b", [3], 1), new Dictionary<string, string> { ["format"] = "pt" });
        _made.Safetensors("model-00002-of-00002.safetensors", new MemoryTensors().Add("c", [4], 1));
        using var checkpoint = Checkpoint.Open(Index("""{"metadata":{"total_size":16},"weight_map":{"a":"model-00001-of-00002.safetensors","c":"model-00002-of-00002.safetensors","b":"model-00001-of-00002.safetensors"}}"""));

        checkpoint.Entries.Select(entry => entry.Name).ShouldBe(["a", "b", "c"]);
        checkpoint.ReadFloats("a").ShouldBe([1, 2]);
        checkpoint.ReadFloats("c").ShouldBe([4]);
        checkpoint.TryMap(checkpoint.Get("c"), out var address).ShouldBeTrue();
        At(address).ShouldBe(4);
        checkpoint.Metadata["format"].ShouldBe("pt");
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"none.safetensors"}}""", "put that file into the same folder")]
    [InlineData("""{"weight_map":{"a":"../x.safetensors"}}""", "not in its own folder")]
    [InlineData("""{"weight_map":{"z":"one.safetensors"}}""", "says that 'z' is in 'one.safetensors'")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}""", "'a' twice")]
    [InlineData("""{"weight_map":{"a":7}}""", "no index")]
    [InlineData("""{"weight_map":7}""", "no index")]
    [InlineData("""{"weights":{}}""", "no 'weight_map'")]
    [InlineData("""[]""", "no 'weight_map'")]
    [InlineData("""{"weight_map":{"a":""", "no index")]
    public void An_index_that_lies_is_refused(string json, string sentence)
    {
        _made.Safetensors("one.safetensors", new MemoryTensors().Add("a", [1], 1));

        Should.Throw<CheckpointException>(() => Checkpoint.Open(Index(json))).Message.ShouldContain(sentence);
    }

    private static unsafe float At(nint address) => *(float*)address;

    private string Index(string json) => _made.Put("model.safetensors.index.json", System.Text.Encoding.UTF8.GetBytes(json));
}
