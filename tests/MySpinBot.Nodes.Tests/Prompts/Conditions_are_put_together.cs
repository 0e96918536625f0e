using MySpinBot.Diffusion;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Prompts;

public sealed class Conditions_are_put_together : IAsyncDisposable
{
    private readonly NodeRunner _nodes = NodeRunner.For(typeof(ConditioningNodes).Assembly);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public void One_beside_the_other()
        => ConditioningNodes.Combine(Of(1, [1, 2]), Of(1, [3, 4])).Conditions.Select(condition => condition.Text.Values[0]).ShouldBe([1f, 3f]);

    [Fact]
    public async Task Their_vectors_mixed()
    {
        // The second is shorter: what is behind its end is mixed with nothing. Of its conditions the first counts.
        var result = await _nodes.RunAsync("ConditioningAverage", new { conditioning_to = Of(2, [1, 2, 3, 4]), conditioning_from = new Conditioning([.. Of(1, [10, 20]).Conditions, .. Of(1, [7, 7]).Conditions]), conditioning_to_strength = 0.75 });
        Values(result).ShouldBe([(0.75f * 1) + (0.25f * 10), (0.75f * 2) + (0.25f * 20), 0.75f * 3, 0.75f * 4]);
        result.Log.ShouldHaveSingleItem().Text.ShouldContain("Of the 2 conditions");

        // The second is longer: it is cut off.
        Values(await _nodes.RunAsync("ConditioningAverage", new { conditioning_to = Of(1, [1, 2]), conditioning_from = Of(2, [10, 20, 30, 40]), conditioning_to_strength = 0.0 })).ShouldBe([10f, 20f]);

        var wide = new Conditioning([new Condition(Embedding.Own(1, 1, 3, [1, 2, 3]))]);
        (await Should.ThrowAsync<NodeFailure>(() => _nodes.RunAsync("ConditioningAverage", new { conditioning_to = Of(1, [1, 2]), conditioning_from = wide }))).Message.ShouldContain("vectors of 2 and of 3 numbers");
    }

    [Fact]
    public async Task And_what_is_pooled_with_them()
    {
        Conditioning Pooled(float value) => Of(1, [0, 0]).Each(condition => condition with { Pooled = Embedding.Own(1, 1, 1, [value]) });
        async Task<Embedding?> Mixed(Conditioning to, Conditioning from)
            => (await _nodes.RunAsync("ConditioningAverage", new { conditioning_to = to, conditioning_from = from, conditioning_to_strength = 0.5 })).Output<Conditioning>().Conditions[0].Pooled;
        (await Mixed(Pooled(1), Pooled(3)))!.Values.ToArray().ShouldBe([2f]);
        (await Mixed(Of(1, [0, 0]), Pooled(3)))!.Values.ToArray().ShouldBe([3f]);
        (await Mixed(Pooled(1), Of(1, [0, 0])))!.Values.ToArray().ShouldBe([1f]);
    }

    [Fact]
    public async Task One_behind_the_other()
    {
        var result = (await _nodes.RunAsync("ConditioningConcat", new { conditioning_to = Of(1, [1, 2]), conditioning_from = Of(2, [3, 4, 5, 6]) })).Output<Conditioning>().Conditions[0].Text;
        result.Tokens.ShouldBe(3);
        result.Values.ToArray().ShouldBe([1f, 2, 3, 4, 5, 6]);
        (await Should.ThrowAsync<NodeFailure>(() => _nodes.RunAsync("ConditioningConcat", new { conditioning_to = Of(1, [1, 2]), conditioning_from = new Conditioning([]) }))).Input.ShouldBe("conditioning_from");
    }

    [Fact]
    public void Nothing_is_left_of_them()
    {
        var nothing = ConditioningNodes.ZeroOut(Of(2, [1, 2, 3, 4]).Each(condition => condition with { Pooled = condition.Text, Strength = 3 })).Conditions[0];
        nothing.Text.Values.ToArray().ShouldBe([0f, 0, 0, 0]);
        nothing.Pooled!.Values.ToArray().ShouldBe([0f, 0, 0, 0]);
        nothing.Strength.ShouldBe(3);
    }

    [Fact]
    public void For_where_no_other_counts()
        => ConditioningNodes.SetDefault(Of(1, [1, 2]), Of(1, [3, 4])).Conditions.Select(condition => condition.IsDefault).ShouldBe([false, true]);

    [Fact]
    public void In_a_rectangle_a_mask_a_time()
    {
        var mask = Mask.Own(1, 2, 2, [0, 1, 1, 0]);
        var masked = ConditioningPlaceNodes.SetMask(Of(1, [1, 2]), mask, 0.5, ConditionBounds.MaskBounds);
        masked.Conditions[0].Mask.ShouldBe(new ConditionMask(mask, 0.5, IsBounded: true));

        // Pixels become cells; the rectangle takes the place of the mask's own.
        var placed = ConditioningPlaceNodes.SetArea(masked, width: 71, height: 128, x: 15, y: 24, strength: 2).Conditions[0];
        placed.Area.ShouldBe(new ConditionArea(1, 3, 8, 16));
        placed.Mask.ShouldBe(new ConditionMask(mask, 0.5, IsBounded: false));
        placed.Strength.ShouldBe(2);
        ConditioningPlaceNodes.SetAreaPercentage(masked, 0.5, 0.25, 0.1, 0.2).Conditions[0].Area.ShouldBe(new ConditionArea(0.1, 0.2, 0.5, 0.25, IsShare: true));
        ConditioningPlaceNodes.SetAreaStrength(masked, 4).Conditions[0].Strength.ShouldBe(4);
        var timed = ConditioningPlaceNodes.SetTimestepRange(masked, 0.25, 0.5).Conditions[0];
        (timed.Start, timed.End).ShouldBe((0.25, 0.5));
    }

    [Fact]
    public void What_one_node_does_changes_nothing_that_others_have()
    {
        var before = Of(1, [1, 2]);
        _ = ConditioningPlaceNodes.SetAreaStrength(before, 4);
        _ = ConditioningNodes.ZeroOut(before);
        (before.Conditions[0].Strength, before.Conditions[0].Text.Values[1]).ShouldBe((1, 2f));
    }

    private static Conditioning Of(int tokens, float[] values) => new([new Condition(Embedding.Own(1, tokens, values.Length / tokens, values))]);

    private static float[] Values(NodeResult result) => result.Output<Conditioning>().Conditions.ShouldHaveSingleItem().Text.Values.ToArray();
}
