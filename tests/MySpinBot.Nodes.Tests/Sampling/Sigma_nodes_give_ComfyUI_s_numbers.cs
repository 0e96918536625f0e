using System.Text.Json;
using MySpinBot.Diffusion;
using MySpinBot.Imaging.Tests;
using MySpinBot.Nodes.Diffusion;

namespace MySpinBot.Nodes.Tests.Sampling;

/// <summary>The scheduler nodes of golden/comfy-sampling, and what is done with sigmas.</summary>
public sealed class Sigma_nodes_give_ComfyUI_s_numbers
{
    // What the README of the data states.
    private const double Tolerance = 4e-6;

    private static readonly Tensors Data = Golden.Tensors("comfy-sampling", "sigmas.safetensors");

    private static readonly JsonElement Cases = Golden.Json("comfy-sampling", "sigmas.json");

    [Fact]
    public void Every_case_of_the_reference_data_agrees()
    {
        foreach (var each in Cases.GetProperty("custom").EnumerateArray())
        {
            Sigmas[] results = Run(each.GetProperty("node").GetString()!, each.GetProperty("args"));
            string[] keys = [.. each.GetProperty("keys").EnumerateArray().Select(key => key.GetString()!)];

            results.Length.ShouldBe(keys.Length);
            foreach (var (result, key) in results.Zip(keys))
            {
                var right = Data.Floats(key);
                result.Values.Length.ShouldBe(right.Length, each.ToString());
                result.Values.Zip(right, (value, expected) => Math.Abs((double)value - expected) - (Tolerance * Math.Abs((double)expected))).Max().ShouldBeLessThanOrEqualTo(0, each.ToString());
            }
        }
    }

    [Fact]
    public void Nothing_is_denoised_in_no_steps() => ModelSchedulerNodes.Basic(Toy.Model, "normal", 20, 0).Values.ShouldBeEmpty();

    [Fact]
    public void Parts_meet_where_they_were_parted()
    {
        var (high, low) = SigmaNodes.Split(Toy.Sigmas, 1);

        high.Values.ShouldBe([4f, 2f]);
        low.Values.ShouldBe([2f, 1f, 0f]);
        SigmaNodes.Split(Toy.Sigmas, 10_000).LowSigmas.Values.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.5, 2, 3)]
    [InlineData(1, 1, 4)]
    public void A_share_of_the_steps_is_left_for_the_second_part(double denoise, int high, int low)
    {
        var parts = SigmaNodes.SplitByDenoise(Toy.Sigmas, denoise);

        (parts.HighSigmas.Values.Length, parts.LowSigmas.Values.Length).ShouldBe((high, low));
    }

    [Fact]
    public void Turned_round_they_begin_above_0() => SigmaNodes.Flip(Toy.Sigmas).Values.ShouldBe([0.0001f, 1f, 2f, 4f]);

    [Theory]
    [InlineData("linear", 3f)]
    [InlineData("cosine", 2.5857865f)]
    [InlineData("sine", 3.4142137f)]
    public void Further_sigmas_stand_between_those_of_a_range(string spacing, float between)
    {
        var extended = SigmaNodes.Extend(Toy.Sigmas, 2, -1, 3, spacing).Values;

        extended.Length.ShouldBe(5);
        extended[1].ShouldBe(between, 1e-6f);
        extended[2..].ShouldBe([2f, 1f, 0f]);
    }

    [Fact]
    public void Written_sigmas_are_read_in_any_form()
        => SigmaNodes.Manual("14.6, 3.2; .8 | 1e-3\n0").Values.ShouldBe([14.6f, 3.2f, 0.8f, 0.001f, 0f]);

    [Theory]
    [InlineData("1e99")]
    [InlineData("4, 1e400, 0")]
    public void A_number_that_is_too_large_is_refused(string text) => Should.Throw<NodeFailure>(() => SigmaNodes.Manual(text)).Input.ShouldBe("sigmas");

    [Fact]
    public void The_ends_of_a_range_are_beyond_every_sigma_or_the_model_s_own()
    {
        SigmaNodes.AtShare(Toy.Model, 0).ShouldBe(999999999.9);
        SigmaNodes.AtShare(Toy.Model, 1).ShouldBe(0);
        SigmaNodes.AtShare(Toy.Model, 0, returnActualSigma: true).ShouldBe(14.614641189575195, 1e-9);
        SigmaNodes.AtShare(Toy.Model, 1, returnActualSigma: true).ShouldBe(0.029167158529162407, 1e-9);
    }

    [Fact]
    public void Aligned_steps_are_those_that_were_published_and_others_lie_between()
    {
        var ten = FormulaSchedulerNodes.AlignYourSteps("SVD").Values;
        ten[0].ShouldBe(700, 1e-3f);
        ten[9].ShouldBe(0.034f, 1e-6f);
        ten[10].ShouldBe(0);

        var twenty = FormulaSchedulerNodes.AlignYourSteps("SD1", 20).Values;
        twenty.Length.ShouldBe(21);
        twenty[2].ShouldBe(6.4745761f, 1e-5f);
        twenty[1].ShouldBe((float)Math.Sqrt(14.6146412293 * 6.4745760956), 1e-5f);
        FormulaSchedulerNodes.AlignYourSteps("SD1", 20, 0.5).Values.ShouldBe(twenty[10..]);
    }

    [Fact]
    public void What_has_no_number_is_said()
    {
        Should.Throw<NodeFailure>(() => FormulaSchedulerNodes.Karras(rho: 0)).Input.ShouldBe("rho");
        Should.Throw<NodeFailure>(() => FormulaSchedulerNodes.Exponential(sigmaMin: 0)).Input.ShouldBe("sigma_min");
        Should.Throw<NodeFailure>(() => FormulaSchedulerNodes.Polyexponential(sigmaMax: 0)).Input.ShouldBe("sigma_max");
        Should.Throw<NodeFailure>(() => FormulaSchedulerNodes.Laplace(sigmaMax: 1, sigmaMin: 2)).Input.ShouldBe("sigma_min");
        Should.Throw<NodeFailure>(() => ModelSchedulerNodes.Beta(Toy.Model, alpha: 0)).Input.ShouldBe("alpha");
        Should.Throw<NodeFailure>(() => SigmaNodes.SetFirst(new Sigmas([]))).Input.ShouldBe("sigmas");
    }

    private static Sigmas[] Run(string node, JsonElement args)
    {
        double Number(string name) => args.GetProperty(name).GetDouble();
        int Count(string name) => args.GetProperty(name).GetInt32();
        var sigmas = args.TryGetProperty("sigmas", out _) ? new Sigmas([.. Data.Floats(Cases.GetProperty("custom_base").GetString()!)]) : null!;
        return node switch
        {
            "BasicScheduler" => [ModelSchedulerNodes.Basic(Toy.Model, args.GetProperty("scheduler").GetString()!, Count("steps"), Number("denoise"))],
            "SDTurboScheduler" => [ModelSchedulerNodes.Turbo(Toy.Model, Count("steps"), Number("denoise"))],
            "BetaSamplingScheduler" => [ModelSchedulerNodes.Beta(Toy.Model, Count("steps"), Number("alpha"), Number("beta"))],
            "KarrasScheduler" => [FormulaSchedulerNodes.Karras(Count("steps"), Number("sigma_max"), Number("sigma_min"), Number("rho"))],
            "ExponentialScheduler" => [FormulaSchedulerNodes.Exponential(Count("steps"), Number("sigma_max"), Number("sigma_min"))],
            "PolyexponentialScheduler" => [FormulaSchedulerNodes.Polyexponential(Count("steps"), Number("sigma_max"), Number("sigma_min"), Number("rho"))],
            "LaplaceScheduler" => [FormulaSchedulerNodes.Laplace(Count("steps"), Number("sigma_max"), Number("sigma_min"), Number("mu"), Number("beta"))],
            "VPScheduler" => [FormulaSchedulerNodes.VariancePreserving(Count("steps"), Number("beta_d"), Number("beta_min"), Number("eps_s"))],
            "SplitSigmas" => SigmaNodes.Split(sigmas, Count("step")) is var (high, low) ? [high, low] : [],
            "SplitSigmasDenoise" => SigmaNodes.SplitByDenoise(sigmas, Number("denoise")) is var (high, low) ? [high, low] : [],
            "FlipSigmas" => [SigmaNodes.Flip(sigmas)],
            "SetFirstSigma" => [SigmaNodes.SetFirst(sigmas, Number("sigma"))],
            _ => throw new ArgumentException($"The reference data has a node '{node}', which no test knows.", nameof(node)),
        };
    }
}
