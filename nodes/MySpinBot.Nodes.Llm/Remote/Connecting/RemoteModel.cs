namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>A model of another server.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Owner">Whose the server says it is.</param>
/// <param name="At">When it was made or changed, where the server says so.</param>
/// <param name="Bytes">How large it is, where the server says so.</param>
internal sealed record RemoteModel(string Name, string? Owner, DateTimeOffset? At, long? Bytes);
