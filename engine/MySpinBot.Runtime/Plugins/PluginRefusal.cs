namespace MySpinBot.Runtime.Plugins;

/// <summary>Why a plugin is not loaded, as a sentence. Caught in one place, where it becomes the plugin's status.</summary>
internal sealed class PluginRefusal(string sentence) : Exception(sentence);
