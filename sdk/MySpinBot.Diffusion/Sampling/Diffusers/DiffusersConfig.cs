using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A scheduler of huggingface/diffusers, by the name of its class.</summary>
public enum DiffusersScheduler
{
    /// <summary>Song et al., "Denoising diffusion implicit models".</summary>
    [Choice("DDIMScheduler")]
    Ddim,

    /// <summary>Liu et al., "Pseudo numerical methods for diffusion models on manifolds": what Stable Diffusion 1.5 was published with.</summary>
    [Choice("PNDMScheduler")]
    Pndm,

    /// <summary>Euler's method over sigmas (Karras et al.).</summary>
    [Choice("EulerDiscreteScheduler")]
    Euler,

    /// <summary>The same, with noise added at each step.</summary>
    [Choice("EulerAncestralDiscreteScheduler")]
    EulerAncestral,

    /// <summary>Lu et al., "DPM-Solver++": several steps are looked back at.</summary>
    [Choice("DPMSolverMultistepScheduler")]
    DpmSolver,
}

/// <summary>Which times a scheduler takes steps at (Lin et al., "Common diffusion noise schedules and sample steps are flawed", table 2).</summary>
public enum TimestepSpacing
{
    /// <summary>Evenly from the first to the last.</summary>
    [Choice("linspace")]
    Linspace,

    /// <summary>At the beginning of even parts.</summary>
    [Choice("leading")]
    Leading,

    /// <summary>At the end of even parts.</summary>
    [Choice("trailing")]
    Trailing,
}

/// <summary>What a <c>scheduler_config.json</c> of diffusers says.</summary>
/// <param name="Scheduler">Which.</param>
public sealed record DiffusersConfig(DiffusersScheduler Scheduler)
{
    /// <summary>The most times that a model may have been trained for.</summary>
    public const int MostTrainSteps = 1 << 20;

    /// <summary>For how many times it was trained.</summary>
    public int TrainSteps { get; init; } = 1000;

    /// <summary>How the betas lie between the first and the last.</summary>
    public BetaLaw Betas { get; init; } = BetaLaw.Linear;

    /// <summary>The first beta.</summary>
    public double BetaStart { get; init; } = 0.0001;

    /// <summary>The last beta.</summary>
    public double BetaEnd { get; init; } = 0.02;

    /// <summary>Betas that are given one by one; empty where they follow from the others.</summary>
    public ImmutableArray<float> TrainedBetas { get; init; } = [];

    /// <summary>Whether the last time is brought to pure noise.</summary>
    public bool HasZeroTerminal { get; init; }

    /// <summary>What comes out of the network: <see cref="PredictionKind.Epsilon"/>, <see cref="PredictionKind.Velocity"/> or <see cref="PredictionKind.Sample"/>.</summary>
    public PredictionKind Prediction { get; init; } = PredictionKind.Epsilon;

    /// <summary>Which times it takes steps at.</summary>
    public TimestepSpacing Spacing { get; init; } = Scheduler is DiffusersScheduler.Ddim or DiffusersScheduler.Pndm ? TimestepSpacing.Leading : TimestepSpacing.Linspace;

    /// <summary>What is added to the times of <see cref="TimestepSpacing.Leading"/>.</summary>
    public int StepsOffset { get; init; }

    /// <summary>Whether the last step of those without sigmas goes to no noise at all; else to the noise of the first time.</summary>
    public bool SetsAlphaToOne { get; init; } = Scheduler == DiffusersScheduler.Ddim;

    /// <summary>What the picture is kept within at each step; null for no limit.</summary>
    public float? ClipRange { get; init; } = Scheduler == DiffusersScheduler.Ddim ? 1 : null;

    /// <summary>Whether sigmas are spaced as Karras et al. space them.</summary>
    public bool UsesKarrasSigmas { get; init; }

    /// <summary>The least of those sigmas; null for the model's.</summary>
    public double? SigmaMin { get; init; }

    /// <summary>The most of those sigmas; null for the model's.</summary>
    public double? SigmaMax { get; init; }

    /// <summary>Whether a network with velocities is told ln(sigma)/4 in place of a time.</summary>
    public bool IsContinuous { get; init; }

    /// <summary>Whether the last sigma is the model's least and not 0.</summary>
    public bool EndsAtSigmaMin { get; init; }

    /// <summary>How many steps DPM-Solver++ looks at: 1 to 3.</summary>
    public int SolverOrder { get; init; } = 2;

    /// <summary>Whether DPM-Solver++ takes Heun's form of the second order, not the midpoint.</summary>
    public bool IsHeun { get; init; }

    /// <summary>Whether DPM-Solver++ looks at fewer at the end of short runs.</summary>
    public bool LowersOrderAtEnd { get; init; } = true;

    /// <summary>Whether DPM-Solver++ looks at one at the end of every run.</summary>
    public bool EndsWithEuler { get; init; }

    /// <summary>How much noise <see cref="DiffusersScheduler.Ddim"/> adds: 0 none, 1 as much as DDPM.</summary>
    public double Eta { get; init; }

    /// <summary>The scheduler of a configuration, with the defaults of its class.</summary>
    /// <param name="json">The object of the file.</param>
    /// <param name="scheduler">Which, where another is wanted than the file names: diffusers' own way to change schedulers.</param>
    /// <exception cref="NodeFailure">It is none that is known here, or asks for what is not.</exception>
    public static DiffusersConfig Read(JsonElement json, DiffusersScheduler? scheduler = null)
    {
        var reading = new DiffusersConfigReading(json);
        var plain = new DiffusersConfig(scheduler ?? reading.Scheduler());
        return reading.Over(plain);
    }

    /// <summary>The scheduler as diffusers makes it for a model that has a table of times.</summary>
    /// <exception cref="NodeFailure">The model has none.</exception>
    public static DiffusersConfig For(SamplingConfig model, DiffusersScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model is { Noise: DiscreteNoise noise, Prediction: PredictionKind.Epsilon or PredictionKind.Velocity or PredictionKind.Sample }
            ? new DiffusersConfig(scheduler)
            {
                TrainSteps = noise.Steps,
                Betas = BetaLaw.ScaledLinear,
                BetaStart = noise.BetaStart,
                BetaEnd = noise.BetaEnd,
                HasZeroTerminal = noise.HasZeroTerminal,
                Prediction = model.Prediction,
                StepsOffset = 1,
                SetsAlphaToOne = false,
                ClipRange = null,
            }
            : throw new NodeFailure("diffusers' schedulers are for models with a table of times, as Stable Diffusion has; this model has none. KSampler samples it.") { Input = "model" };
    }

    /// <summary>As people read it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheduler}, {Spacing}{(UsesKarrasSigmas ? ", Karras" : "")}");
}

/// <summary>How betas lie between the first and the last.</summary>
public enum BetaLaw
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Their roots evenly, as Stable Diffusion was trained.</summary>
    ScaledLinear,

    /// <summary>By a squared cosine (Nichol and Dhariwal).</summary>
    SquaredCosine,
}
