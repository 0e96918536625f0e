namespace MySpinBot.Inference.Tests;

/// <summary>Small real weights: the folder that MYSPINBOT_MODELS names. Without it a test is skipped, in CI it fails.</summary>
internal static class RealModels
{
    public static string File(string name)
    {
        if (Environment.GetEnvironmentVariable("MYSPINBOT_MODELS") is { Length: > 0 } root && System.IO.File.Exists(Path.Combine(root, name)))
        {
            return Path.Combine(root, name);
        }

        var message = $"The model '{name}' is missing: name the folder that holds it in MYSPINBOT_MODELS.";
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
        throw new InvalidOperationException(message);
    }
}
