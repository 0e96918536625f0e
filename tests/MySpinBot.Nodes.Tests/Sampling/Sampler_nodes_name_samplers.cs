using System.Reflection;
using MySpinBot.Diffusion;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Sampling;

public sealed class Sampler_nodes_name_samplers
{
    [Fact]
    public void Every_input_that_takes_a_sampler_or_a_schedule_knows_all_of_them()
    {
        var inputs = NodeRunner.PackOf(Assembly.Load("MySpinBot.Nodes.Diffusion")).Nodes.SelectMany(node => node.Descriptor.Inputs).ToList();

        inputs.Where(input => input.Name == "sampler_name").ShouldAllBe(input => input.Choices.SequenceEqual(Samplers.Names));
        inputs.Count(input => input.Name == "sampler_name").ShouldBeGreaterThan(1);

        // The schedulers of diffusers have names of their own.
        var schedules = inputs.Where(input => input.Name == "scheduler" && input.Choices.Contains("simple")).ToList();
        schedules.ShouldAllBe(input => input.Choices.SequenceEqual(Schedules.Names));
        schedules.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Numbers_reach_the_sampler()
    {
        AncestralSamplerNodes.Euler(0.5, 2).Options.ShouldBe([new("eta", 0.5), new("s_noise", 2)]);
        StochasticSamplerNodes.SecondOrder("heun", noiseDevice: "cpu").Name.ShouldBe("dpmpp_2m_sde");
        StochasticSamplerNodes.SecondOrder("heun").ShouldSatisfyAllConditions(choice => choice.Name.ShouldBe("dpmpp_2m_sde_gpu"), choice => choice.Options["heun"].ShouldBe(1));
        SolverNodes.ExtendedReverse("ODE", eta: 3).Options.ShouldBe([new("max_stage", 3), new("power", 1), new("s_noise", 0)]);
        SolverNodes.ExtendedReverse("Reverse-time SDE", eta: 3).Options["power"].ShouldBe(4);
        SolverNodes.StochasticAdams(Toy.Model).Options["tau_start"].ShouldBe(ModelSampling.Of(Toy.Model.Sampling).AtShare(0.2));
    }

    [Fact]
    public void Numbers_that_a_sampler_cannot_take_are_refused_at_once()
    {
        Should.Throw<NodeFailure>(() => StochasticSamplerNodes.SingleStep(r: 0)).Message.ShouldContain("r, not 0");
        Should.Throw<NodeFailure>(() => SolverNodes.Adaptive(hInit: 0)).Message.ShouldContain("h_init");
    }

    [Fact]
    public void A_model_is_sampled_as_it_is_told()
    {
        ModelSamplingNodes.Discrete(Toy.Model, "lcm").Sampling.Prediction.ShouldBe(PredictionKind.Consistency);
        ModelSampling.Of(ModelSamplingNodes.Discrete(Toy.Model, "v_prediction", zsnr: true).Sampling).SigmaMax.ShouldBeGreaterThan(4000);
        ModelSampling.Of(ModelSamplingNodes.Continuous(Toy.Model).Sampling).SigmaMax.ShouldBe(120, 0.001);
        ModelSamplingNodes.Rescale(Toy.Model, 0.4).Guidance.ShouldBe(new RescaledGuidance(0.4));
        Should.Throw<NodeFailure>(() => ModelSamplingNodes.Discrete(Toy.Model, "img_to_img_flow")).Input.ShouldBe("sampling");
        Should.Throw<NodeFailure>(() => ModelSamplingNodes.Continuous(Toy.Model, "cosmos_rflow")).Input.ShouldBe("sampling");
        Should.Throw<NodeFailure>(() => ModelSamplingNodes.Continuous(Toy.Model, sigmaMin: 0)).Message.ShouldContain("above 0");
    }
}
