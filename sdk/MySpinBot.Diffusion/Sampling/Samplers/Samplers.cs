using System.Collections.Frozen;
using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>ComfyUI's samplers by name.</summary>
public static class Samplers
{
    private static readonly ImmutableArray<(string Name, Func<SamplerOptions, ISampler> Make)> All =
    [
        ("euler", _ => new EulerSampler()),
        ("euler_cfg_pp", _ => new EulerGuidedSampler(0, 0)),
        ("euler_ancestral", options => new EulerAncestralSampler(Eta(options), NoiseScale(options))),
        ("euler_ancestral_cfg_pp", options => new EulerGuidedSampler(Eta(options), NoiseScale(options))),
        ("heun", _ => new HeunSampler()),
        ("heunpp2", _ => new HeunPlusSampler()),
        ("exp_heun_2_x0", options => new SeedsSampler(0, 0, 1, IsSecondOrder(options, usual: true))),
        ("exp_heun_2_x0_sde", options => new SeedsSampler(Eta(options), NoiseScale(options), 1, IsSecondOrder(options, usual: true))),
        ("dpm_2", _ => new Dpm2Sampler()),
        ("dpm_2_ancestral", options => new Dpm2AncestralSampler(Eta(options), NoiseScale(options))),
        ("lms", options => new LinearMultistepSampler(options.Count("order", 4, 1, 100))),
        ("dpm_fast", options => new DpmFastSampler(Eta(options, 0), NoiseScale(options))),
        ("dpm_adaptive", options => new DpmAdaptiveSampler(new StepControl(options), Eta(options, 0), NoiseScale(options))),
        ("dpmpp_2s_ancestral", options => new DpmPlusAncestralSampler(Eta(options), NoiseScale(options))),
        ("dpmpp_2s_ancestral_cfg_pp", options => new DpmPlusAncestralGuidedSampler(Eta(options), NoiseScale(options))),
        ("dpmpp_sde", Sde),
        ("dpmpp_sde_gpu", Sde),
        ("dpmpp_2m", _ => new DpmPlusMultistepSampler()),
        ("dpmpp_2m_cfg_pp", _ => new DpmPlusMultistepGuidedSampler()),
        ("dpmpp_2m_sde", options => MultistepSde(options, isHeun: false)),
        ("dpmpp_2m_sde_gpu", options => MultistepSde(options, isHeun: false)),
        ("dpmpp_2m_sde_heun", options => MultistepSde(options, isHeun: true)),
        ("dpmpp_2m_sde_heun_gpu", options => MultistepSde(options, isHeun: true)),
        ("dpmpp_3m_sde", options => new DpmPlusMultistepSdeSampler(Eta(options), NoiseScale(options), 3, false)),
        ("dpmpp_3m_sde_gpu", options => new DpmPlusMultistepSdeSampler(Eta(options), NoiseScale(options), 3, false)),
        ("ddpm", _ => new DdpmSampler()),
        ("lcm", options => new ConsistencySampler(NoiseScale(options), options.Take("s_noise_end", options.Take("s_noise", 1)), options.Take("noise_clip_std", 0))),
        ("ipndm", options => new PseudoNumericalSampler(options.Count("max_order", 4, 1, 4), isForUnevenSteps: false)),
        ("ipndm_v", options => new PseudoNumericalSampler(options.Count("max_order", 4, 1, 4), isForUnevenSteps: true)),
        ("deis", options => new ExponentialIntegratorSampler(options.Count("max_order", 3, 1, 4))),
        ("res_multistep", options => new ResMultistepSampler(0, NoiseScale(options), isGuided: false)),
        ("res_multistep_cfg_pp", options => new ResMultistepSampler(0, NoiseScale(options), isGuided: true)),
        ("res_multistep_ancestral", options => new ResMultistepSampler(Eta(options), NoiseScale(options), isGuided: false)),
        ("res_multistep_ancestral_cfg_pp", options => new ResMultistepSampler(Eta(options), NoiseScale(options), isGuided: true)),
        ("gradient_estimation", options => new GradientEstimationSampler(options.Take("ge_gamma", 2), isGuided: false)),
        ("gradient_estimation_cfg_pp", options => new GradientEstimationSampler(options.Take("ge_gamma", 2), isGuided: true)),
        ("er_sde", options => new ExtendedReverseSampler(NoiseScale(options), options.Count("max_stage", 3, 1, 3), options.Take("power", 0, 0, 101))),
        ("seeds_2", options => new SeedsSampler(Eta(options), NoiseScale(options), options.Take("r", 0.5, 0.01, 1), IsSecondOrder(options, usual: false))),
        ("seeds_3", options => new ThreeStageSeedsSampler(Eta(options), NoiseScale(options), options.Take("r_1", 1.0 / 3, 0.01, 1), options.Take("r_2", 2.0 / 3, 0.01, 1))),
        ("sa_solver", options => new StochasticAdamsSampler(new AdamsOptions(options), options.Has("use_pece"))),
        ("sa_solver_pece", options => new StochasticAdamsSampler(new AdamsOptions(options), isEvaluatedTwice: true)),
        ("ddim", _ => new EulerSampler(renewsMaskNoise: true)),
        ("uni_pc", _ => new UnifiedSampler(isSecondVariant: false)),
        ("uni_pc_bh2", _ => new UnifiedSampler(isSecondVariant: true)),
    ];

    private static readonly FrozenDictionary<string, Func<SamplerOptions, ISampler>> ByName = All.ToFrozenDictionary(each => each.Name, each => each.Make, StringComparer.Ordinal);

    /// <summary>Their names, in ComfyUI's order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(each => each.Name)];

    /// <summary>A sampler.</summary>
    /// <exception cref="NodeFailure">There is none of that name, or it takes no such number; the sentence names those that there are.</exception>
    public static ISampler Of(SamplerChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (!ByName.TryGetValue(choice.Name, out var make))
        {
            throw new NodeFailure($"There is no sampler '{choice.Name}'; there are {string.Join(", ", Names)}.") { Input = "sampler_name" };
        }

        var options = new SamplerOptions(choice);
        var sampler = make(options);
        options.End();
        return sampler;
    }

    /// <summary>Whether KSampler asks for one step more and leaves out the last sigma but one: such a sampler looks at the end of a step, and would look at next to nothing.</summary>
    public static bool DiscardsLastButOne(string sampler) => sampler is "dpm_2" or "dpm_2_ancestral" or "uni_pc" or "uni_pc_bh2";

    private static double Eta(SamplerOptions options, double usual = 1) => options.Take("eta", usual, 0, 100);

    private static double NoiseScale(SamplerOptions options) => options.Take("s_noise", 1, 0, 100);

    private static bool IsSecondOrder(SamplerOptions options, bool usual) => options.Count("phi", usual ? 2 : 1, 1, 2) == 2;

    private static DpmPlusSdeSampler Sde(SamplerOptions options) => new(Eta(options), NoiseScale(options), options.Take("r", 0.5, 1e-4, 100));

    private static DpmPlusMultistepSdeSampler MultistepSde(SamplerOptions options, bool isHeun) => new(Eta(options), NoiseScale(options), 2, !options.Has("heun", isHeun));
}
