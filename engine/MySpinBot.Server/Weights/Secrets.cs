namespace MySpinBot.Server.Weights;

/// <summary>Secrets by name, as nodes find them too: <c>MYSPINBOT_SECRET_NAME</c>, or the variable of that very name, as other programs have it.</summary>
internal static class Secrets
{
    /// <summary>The secret of a name; null where there is none.</summary>
    public static string? OfEnvironment(string name)
        => Environment.GetEnvironmentVariable($"MYSPINBOT_SECRET_{name.ToUpperInvariant()}") is { Length: > 0 } secret ? secret
            : Environment.GetEnvironmentVariable(name) is { Length: > 0 } plain ? plain : null;
}
