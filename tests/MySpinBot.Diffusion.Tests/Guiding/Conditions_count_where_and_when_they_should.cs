using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Guiding;

[Trait("Category", "golden")]
public sealed class Conditions_count_where_and_when_they_should
{
    private const double Tolerance = 5e-6;

    public static TheoryData<string> Tags => [.. new SamplingGolden("cond_area").Json.GetProperty("cases").EnumerateArray().Select(each => each.GetProperty("tag").GetString()!)];

    [Theory, MemberData(nameof(Tags))]
    public void Areas_masks_strengths_and_times_blend_as_in_ComfyUI(string tag)
    {
        var golden = new SamplingGolden("cond_area");
        var json = golden.Json.GetProperty("cases").EnumerateArray().Single(each => each.GetProperty("tag").GetString() == tag);
        var sides = golden.Json.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32()).ToArray();
        var shape = new LatentShape(sides[0], sides[1], sides[2], sides[3]);
        var guider = new Guider(ToyRuns.Model(SamplingConfig.StableDiffusion, new ToyNetwork(shape).Config), Side(golden, json.GetProperty("positive")), Side(golden, json.GetProperty("negative")), 7);
        var sampling = ModelSampling.Of(guider.Model.Sampling);
        var placed = Placement.Of(Guidance.Of(guider).Sides, shape, sampling);
        var x = golden.Values(golden.Json.GetProperty("x").GetString()!);
        var sigma = json.GetProperty("sigma").GetSingle();

        foreach (var (name, side) in new[] { ("positive", 0), ("negative", 1) })
        {
            placed[side].Select(condition => Text(condition.Area)).ShouldBe(json.GetProperty("resolved_areas").GetProperty(name).EnumerateArray().Select(Text), name);
            foreach (var (condition, times) in placed[side].Zip(json.GetProperty("timestep_ranges").GetProperty(name).EnumerateArray()))
            {
                SamplingGolden.Distance([condition.From, condition.Until], [Time(times[0], 999999999.9f), Time(times[1], 0)]).ShouldBeLessThan(4e-6);
            }
        }

        var both = new Sides(new AnalyticModel(shape), shape, placed);
        both.Denoise(x, sigma, [true, true]);
        Apart(both.Result(0), golden.Values(json.GetProperty("cond").GetString()!)).ShouldBeLessThan(Tolerance, "cond");
        Apart(both.Result(1), golden.Values(json.GetProperty("uncond").GetString()!)).ShouldBeLessThan(Tolerance, "uncond");

        var guided = new float[shape.Count];
        var negative = new float[shape.Count];
        ToyRuns.Guided(guider, shape, TestContext.Current.CancellationToken).Denoise(x, sigma, guided, negative);
        Apart(guided, golden.Values(json.GetProperty("cfg7").GetString()!)).ShouldBeLessThan(7 * Tolerance, "cfg7");
        Apart(negative, golden.Values(json.GetProperty("uncond").GetString()!)).ShouldBeLessThan(Tolerance, "unconditional");
    }

    [Fact]
    public void An_area_beside_the_picture_counts_nowhere()
    {
        var shape = new LatentShape(1, 4, 8, 8);
        var beside = new Condition(Embedding.Own(1, 1, 4, [1, 2, 3, 4])) { Area = new ConditionArea(8, 0, 4, 4) };

        var placed = Placement.Of([new Conditioning([beside])], shape, ModelSampling.Of(SamplingConfig.StableDiffusion));

        placed[0].ShouldBeEmpty();
    }

    [Fact]
    public void What_one_mask_leaves_another_default_condition_gets()
    {
        var shape = new LatentShape(2, 1, 1, 4);
        var masked = new Condition(Embedding.Own(1, 1, 1, [1])) { Mask = new ConditionMask(Mask.Own(1, 1, 4, [1, 0.5f, 0, 2])) };
        var rest = new Condition(Embedding.Own(1, 1, 1, [3])) { IsDefault = true, Strength = 9 };
        var sides = new Sides(new AnalyticModel(shape), shape, Placement.Of([new Conditioning([rest, masked])], shape, ModelSampling.Of(SamplingConfig.StableDiffusion)));

        // At this sigma the model shows what it goes towards.
        sides.Denoise(new float[8], 1e5f, [true]);

        sides.Result(0).ToArray().ShouldBe([1, 2, 3, 1, 1, 2, 3, 1]);
    }

    private static Conditioning Side(SamplingGolden golden, JsonElement conditions) => new([.. conditions.EnumerateArray().Select(json => Read(golden, json))]);

    private static Condition Read(SamplingGolden golden, JsonElement json)
    {
        var condition = golden.Towards(golden.Json.GetProperty("b").GetProperty(json.GetProperty("b").GetString()!).GetString()!);
        return condition with
        {
            Strength = Number(json, "strength", 1),
            Start = Number(json, "start_percent", 0),
            End = Number(json, "end_percent", 1),
            IsDefault = json.TryGetProperty("default", out _),
            Area = json.TryGetProperty("area", out var area) ? Area([.. area.EnumerateArray()]) : null,
            Mask = json.TryGetProperty("mask", out var mask)
                ? new ConditionMask(golden.Mask(golden.Json.GetProperty("masks").GetProperty(mask.GetString()!).GetString()!), Number(json, "mask_strength", 1), json.TryGetProperty("set_area_to_bounds", out var bounded) && bounded.GetBoolean())
                : null,
        };
    }

    /// <summary>[height, width, y, x], or that after the word "percentage".</summary>
    private static ConditionArea Area(JsonElement[] area)
    {
        var isShare = area[0].ValueKind == JsonValueKind.String;
        var sides = area[(isShare ? 1 : 0)..];
        return new ConditionArea(sides[3].GetDouble(), sides[2].GetDouble(), sides[1].GetDouble(), sides[0].GetDouble(), isShare);
    }

    private static float Time(JsonElement time, float always) => time.ValueKind == JsonValueKind.Null ? always : time.GetSingle();

    private static double Number(JsonElement json, string name, double usual) => json.TryGetProperty(name, out var value) ? value.GetDouble() : usual;

    private static string Text(Window? area) => area is { } window ? $"[{window.Height}, {window.Width}, {window.Y}, {window.X}]" : "null";

    private static string Text(JsonElement area) => area.ValueKind == JsonValueKind.Null ? "null" : $"[{string.Join(", ", area.EnumerateArray().Select(side => side.GetInt32()))}]";

    private static double Apart(ReadOnlySpan<float> actual, float[] wanted) => SamplingGolden.Distance(actual, wanted) * Math.Max(1e-30, wanted.Max(Math.Abs));
}
