using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Embedded;

namespace MySpinBot.Core.Tests.Documents.Embedded;

public sealed class Graphs_are_found_in_files
{
    public static TheoryData<string> Kinds => [.. SomeMedia.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Both_texts_come_out_as_they_were_put_in(string kind)
    {
        var found = Read(SomeMedia.All[kind])!;

        Same(found.Workflow, SomeMedia.Workflow, kind);
        Same(found.Prompt, SomeMedia.Prompt, kind);
        found.Damages.ShouldBeEmpty(kind);
    }

    [Fact]
    public void A_text_file_is_of_no_kind()
    {
        foreach (var text in new[] { "", "{", "{\"nodes\": {}}", "  {\"1\": {}}", "RIFF", "ID", "%PDF-1.7", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" })
        {
            Read(Encoding.UTF8.GetBytes(text)).ShouldBeNull(text);
        }
    }

    [Fact]
    public void A_text_that_came_damaged_is_taken_and_told()
    {
        var file = SomeMedia.Png(SomeMedia.PngText("tEXt", "prompt", SomeMedia.Prompt));
        file[60] ^= 1;

        var found = Read(file)!;

        found.Prompt.ShouldNotBeNull();
        found.Damages.ShouldHaveSingleItem().ShouldBe("The checksum of the text 'prompt' is wrong; it may not be what was written.");
    }

    [Fact]
    public void A_text_of_EXIF_that_was_moved_and_does_not_stand_where_it_should_is_found_all_the_same()
    {
        var exif = SomeMedia.Exif(little: true, ("workflow:" + SomeMedia.Workflow, 0x010F), ("prompt:" + SomeMedia.Prompt, 0x0110));
        exif[30] ^= 0x40; // where the prompt stands

        var found = Read(SomeMedia.Riff("WEBP", [.. "EXIF"u8, .. BitConverter.GetBytes(exif.Length), .. exif, .. new byte[exif.Length & 1]]))!;

        Same(found.Workflow, SomeMedia.Workflow, "");
        Same(found.Prompt, SomeMedia.Prompt, "");
        found.Damages.ShouldBe(["A text of its EXIF block reaches beyond its end."]);
    }

    [Fact]
    public void The_last_of_two_texts_counts_and_one_in_Latin_1_becomes_UTF_8()
    {
        var file = SomeMedia.Png(SomeMedia.PngText("tEXt", "prompt", "{}"), SomeMedia.PngChunk("tEXt", [.. "prompt\0{\"a\": \""u8, 0xE4, .. "\"}"u8]));

        Same(Read(file)!.Prompt, """{"a": "ä"}""", "");
    }

    [Fact]
    public void A_picture_without_a_graph_says_what_it_holds_instead()
    {
        var found = Read(SomeMedia.Png(SomeMedia.PngText("tEXt", "parameters", "a cat, Steps: 20"), SomeMedia.PngText("tEXt", "Software", "x")))!;

        found.Choose(EmbeddedChoice.AsItRan).ShouldBeNull();
        found.Missing(EmbeddedChoice.AsItRan, "cat.png").ShouldSatisfyAllConditions(
            problem => problem.Code.ShouldBe(ProblemCodes.NoEmbeddedGraph),
            problem => problem.Sentence.ShouldBe("'cat.png' (PNG) holds no graph. Its texts are 'parameters', 'Software'; a graph stands under 'workflow' or 'prompt'."));
        Read(SomeMedia.Png())!.Missing(EmbeddedChoice.Prompt, "cat.png").Sentence.ShouldContain("holds no texts at all");
        Read(SomeMedia.Png(SomeMedia.PngText("tEXt", "workflow", "{}")))!.Missing(EmbeddedChoice.Prompt, "cat.png").Sentence.ShouldContain("It holds a 'workflow'.");
    }

    [Fact]
    public void What_ran_is_our_own_document_or_else_the_prompt()
    {
        var comfy = Read(SomeMedia.All["png"])!;
        var own = comfy with { Workflow = """{"version": 1, "nodes": {"a": {"class_type": "T"}}}"""u8.ToArray() };

        comfy.Choose(EmbeddedChoice.AsItRan)!.Value.Name.ShouldBe("prompt");
        comfy.Choose(EmbeddedChoice.AsItWasDrawn)!.Value.Name.ShouldBe("workflow");
        own.Choose(EmbeddedChoice.AsItRan)!.Value.Name.ShouldBe("workflow");
        (comfy with { Prompt = null }).Choose(EmbeddedChoice.AsItRan)!.Value.Name.ShouldBe("workflow");
        (comfy with { Workflow = null }).Choose(EmbeddedChoice.AsItWasDrawn)!.Value.Name.ShouldBe("prompt");
        (comfy with { Workflow = null }).Choose(EmbeddedChoice.Workflow).ShouldBeNull();
    }

    [Fact]
    public void A_text_that_is_packed_too_well_is_not_unpacked()
    {
        var limits = new EmbeddedLimits(MaxTextBytes: 1 << 20, MaxWorkBytes: 4 << 20);
        var bomb = SomeMedia.PngPacked("prompt", new string(' ', 2 << 20));

        var found = Read(SomeMedia.Png([.. Enumerable.Repeat(bomb, 200)]), limits)!;

        found.Prompt.ShouldBeNull();
        found.Damages.ShouldContain("Its text 'prompt' has more than 1048576 bytes, which is the most that is taken.");
    }

    [Fact]
    public void A_directory_whose_entries_all_point_at_one_text_costs_what_may_be_taken()
    {
        var exif = SomeMedia.Exif(little: true, [.. Enumerable.Repeat(($"x:{new string('y', 10_000)}", (ushort)0x010F), 2000)]);

        Read(SomeMedia.Riff("WEBP", [.. "EXIF"u8, .. BitConverter.GetBytes(exif.Length), .. exif]), new EmbeddedLimits(MaxWorkBytes: 30 << 20))!.Damages.ShouldContain("Its EXIF block has more texts than are looked at.");
    }

    [Fact]
    public void A_file_of_countless_pieces_is_left_in_time()
    {
        var pieces = Enumerable.Repeat(SomeMedia.PngChunk("IDAT", []), 5000).Append(SomeMedia.PngText("tEXt", "prompt", "{}")).ToArray();

        var found = Read(SomeMedia.Png(pieces), new EmbeddedLimits(MaxPieces: 1000))!;

        found.Prompt.ShouldBeNull();
        found.Damages.ShouldHaveSingleItem().ShouldContain("more than 1000 pieces");
    }

    [Fact]
    public void Looking_is_ended_when_nobody_waits_for_it()
        => Should.Throw<OperationCanceledException>(() => EmbeddedGraph.Read(new MemoryStream(SomeMedia.All["png"]), EmbeddedLimits.Default, new CancellationToken(canceled: true)));

    private static EmbeddedGraph? Read(byte[] file, EmbeddedLimits? limits = null) => EmbeddedGraph.Read(new MemoryStream(file), limits ?? EmbeddedLimits.Default, TestContext.Current.CancellationToken);

    private static void Same(ReadOnlyMemory<byte>? found, string expected, string kind)
    {
        found.ShouldNotBeNull(kind);
        JsonElement.DeepEquals(JsonElement.Parse(found.Value.Span), JsonElement.Parse(expected)).ShouldBeTrue($"{kind}: {Encoding.UTF8.GetString(found.Value.Span)}");
    }
}
